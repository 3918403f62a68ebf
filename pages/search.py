"""What the search box offers while somebody types: models, and where a click leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from catalog.http import DataVersion, HtmxHttpRequest, cached_page, data_version
from catalog.listing.index import ModelRow, model_index
from catalog.listing.table_query import search_words
from pages.compare.comparison import MAX_COMPARED as MOST_COMPARED
from pages.compare.comparison import (
    PATH,
    compare_url,
)

MOST = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A model that was found, and the comparison that it would join."""

    row: ModelRow
    compare_url: str


def found_models(
    data: DataVersion | None, words: str, *, beside: Sequence[str] = (), most: int = MOST
) -> list[Suggestion]:
    """Return the models that the words find, best first, without those it is set beside."""
    index = model_index(data) if words else None
    if index is None:
        return []
    places = index.search_index.search(words, most + len(beside)).places
    rows = [index.rows[place] for place in places if index.rows[place].path not in beside]
    return [Suggestion(row, compare_url([*beside, row.path])) for row in rows[:most]]


@cached_page
def suggestions(request: HtmxHttpRequest) -> HttpResponse:
    """Answer the search box while somebody types: options of a listbox, each with its address."""
    words = search_words(request.GET)
    if not request.htmx:
        return redirect(f"{reverse('models')}?{urlencode({'q': words})}")
    named = request.GET.getlist("beside")[: MOST_COMPARED - 1]
    beside = [path for path in named if PATH.fullmatch(path)]
    context = {
        "found": found_models(data_version(request), words, beside=beside),
        "words": words,
        "comparing": "beside" in request.GET,
    }
    return render(request, "pages/_suggestions.html", context)
