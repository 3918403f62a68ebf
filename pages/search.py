"""Suggestions of the search box: models, each with the URL that it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from catalog.as_of.pages import dated_page
from catalog.http import DataVersion, HtmxHttpRequest, cached_page, data_version
from catalog.listing.index import ModelRow, model_index
from catalog.listing.query_string import query_string
from catalog.listing.table_query import search_words
from pages.compare.paths import MAX_COMPARED, PATH, compare_url

MAX_SUGGESTIONS = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A matching model, and the comparison that it could be added to."""

    row: ModelRow
    compare_url: str


def suggested_models(
    data: DataVersion | None, words: str, *, beside: Sequence[str] = (), most: int = MAX_SUGGESTIONS
) -> list[Suggestion]:
    """Return the best matches without those that are compared already, the models `beside`.

    A model whose other version is among them is compared already, too.
    """
    if not words:
        return []
    index = model_index(data)
    # The compared models may be the best matches, so as many more are asked for.
    places = index.search_index.search(words, most + len(beside)).places
    compared = {index.places[path] for path in beside if path in index.places}
    rows = [index.rows[place] for place in places if place not in compared]
    return [Suggestion(row, compare_url([*beside, row.path])) for row in rows[:most]]


@dated_page
@cached_page
def suggestions(request: HtmxHttpRequest) -> HttpResponse:
    """Answer with options of a listbox; without htmx, redirect to the list of models."""
    words = search_words(request.GET)
    if not request.htmx:
        return redirect(reverse("models") + query_string([("q", words)]))
    parameters = request.GET.getlist("beside")[: MAX_COMPARED - 1]
    beside = [path for path in parameters if PATH.fullmatch(path)]
    context = {
        "suggestions": suggested_models(data_version(request), words, beside=beside),
        "comparing": "beside" in request.GET,
    }
    return render(request, "pages/_suggestions.html", context)
