"""What the search box offers while somebody types: models, and where a click leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from catalog.http import Data, HtmxHttpRequest, catalogue_page, data_of
from catalog.listing.index import Row, shelf_of
from catalog.listing.table_query import words_in
from pages.compare.comparison import MOST as MOST_COMPARED
from pages.compare.comparison import (
    PATH,
    versus,
)

MOST = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A model that was found, and the comparison that it would join."""

    row: Row
    compare_url: str


def found_models(
    data: Data | None, words: str, *, beside: Sequence[str] = (), most: int = MOST
) -> list[Suggestion]:
    """Return the models that the words find, best first, without those it is set beside."""
    shelf = shelf_of(data) if words else None
    if shelf is None:
        return []
    places = shelf.index.search(words, most + len(beside)).places
    rows = [shelf.rows[place] for place in places if shelf.rows[place].path not in beside]
    return [Suggestion(row, versus([*beside, row.path])) for row in rows[:most]]


@catalogue_page
def suggestions(request: HtmxHttpRequest) -> HttpResponse:
    """Answer the search box while somebody types: options of a listbox, each with its address."""
    words = words_in(request.GET)
    if not request.htmx:
        return redirect(f"{reverse('models')}?{urlencode({'q': words})}")
    named = request.GET.getlist("beside")[: MOST_COMPARED - 1]
    beside = [path for path in named if PATH.fullmatch(path)]
    context = {
        "found": found_models(data_of(request), words, beside=beside),
        "words": words,
        "comparing": "beside" in request.GET,
    }
    return render(request, "pages/_suggestions.html", context)
