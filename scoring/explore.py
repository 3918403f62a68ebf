"""Price against context, a score or the release: the question, the models and their points."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_htmx.http import push_url

from catalog.display.money import tokens_text
from catalog.http import HtmxHttpRequest, catalogue_page, data_of
from catalog.listing.facets import Sets, sets_of
from catalog.listing.index import Row, shelf_of
from catalog.listing.list_query import Wanted, read_wanted
from catalog.listing.results import Found
from catalog.listing.search import as_set
from scoring.rules import RUBRICS
from scoring.scatter import Point, scatter

PAGE_SIZE = 50
USUAL = "context"
KINDS = {"context": "tokens", "released": "day", **{rubric.key: "score" for rubric in RUBRICS}}
Words = str | Promise


def axis_words() -> list[tuple[str, Words]]:
    """Return what price may be set against, in the reader's language."""
    scores = [(rubric.key, gettext(rubric.label)) for rubric in RUBRICS]
    return [("context", _("Context window")), ("released", _("Release date")), *scores]


def read_exploration(given: QueryDict, sets: Sets) -> tuple[str, Wanted]:
    """Return what price is set against, and the filters as the list of models has them."""
    asked = given.get("x", "")
    x = asked if asked in KINDS else USUAL
    read = read_wanted(given, sets)
    besides = (("x", x),) if x != USUAL else ()
    return x, Wanted(read.choice, page=read.page, more=read.more, wrong=read.wrong, besides=besides)


def value_of(row: Row, x: str) -> Any:
    return row.scores.get(x) if KINDS[x] == "score" else getattr(row, x)


def figure_of(value: Any, kind: str) -> float | None:
    """Return the value as a figure: tokens, points, or the ordinal of a day; None if unknown."""
    if kind != "day":
        return float(value) if value is not None and (kind == "score" or value > 0) else None
    try:
        return float(date.fromisoformat((value + "-01-01")[:10]).toordinal()) if value else None
    except ValueError:
        return None


def on_chart(sets: Sets, x: str) -> int:
    """Return the set of the models that publish a price and have the figure."""
    return as_set(
        (
            place
            for place, row in enumerate(sets.shelf.rows)
            if row.blended and figure_of(value_of(row, x), KINDS[x]) is not None
        ),
        sets.size,
    )


def points_of(found: Found, x: str) -> list[Point]:
    """Return a point for each model that was found, the cheapest first."""
    both = zip(found.sets.shelf.rows, found.narrowed.bits, strict=True)
    rows = [row for row, bit in both if bit == "1"]
    return sorted(_points(rows, x), key=lambda point: (point.price, point.url))


def _points(rows: list[Row], x: str) -> Iterator[Point]:
    for row in rows:
        value = value_of(row, x)
        figure = figure_of(value, KINDS[x])
        if figure is not None and row.blended is not None:
            words = tokens_text(value) if KINDS[x] == "tokens" else str(value)
            yield Point(row.label, row.url, row.maker_name, row.blended, figure, words)


@catalogue_page
def explore(request: HtmxHttpRequest) -> HttpResponse:
    sets = sets_of(shelf_of(data_of(request)))
    x, wanted = read_exploration(request.GET, sets)
    if "do" in request.GET and not request.htmx:
        # The form was sent without scripts: from all its fields to the address that says the same.
        return redirect(request.path + wanted.text)
    found = Found(sets, wanted, on_chart(sets, x))
    points = points_of(found, x)
    page = Paginator(points, PAGE_SIZE).get_page(wanted.page)
    context = {
        "x": x,
        "axes": axis_words(),
        "axis": dict(axis_words())[x],
        "found": found,
        "wanted": wanted,
        "query": wanted,
        "scatter": scatter(points, KINDS[x]),
        "page": page,
    }
    if not request.htmx:
        return render(request, "scoring/explore.html", context)
    part = render(request, "scoring/_explore.html", context)
    return push_url(part, request.path + wanted.on_page(page.number).text)
