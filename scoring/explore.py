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
from catalog.http import HtmxHttpRequest, cached_page, data_version
from catalog.listing.bitset import BitSet
from catalog.listing.facets import FacetIndex, facet_index
from catalog.listing.index import ModelRow
from catalog.listing.list_query import ListQuery, read_list_query
from catalog.listing.results import ListResults
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


def read_explore_query(given: QueryDict, sets: FacetIndex) -> tuple[str, ListQuery]:
    """Return what price is set against, and the filters as the list of models has them."""
    asked = given.get("x", "")
    x = asked if asked in KINDS else USUAL
    read = read_list_query(given, sets)
    besides = (("x", x),) if x != USUAL else ()
    return x, ListQuery(
        read.choice, page=read.page, more=read.more, wrong=read.wrong, besides=besides
    )


def value_of(row: ModelRow, x: str) -> Any:
    return row.scores.get(x) if KINDS[x] == "score" else getattr(row, x)


def figure_of(value: Any, kind: str) -> float | None:
    """Return the value as a figure: tokens, points, or the ordinal of a day; None if unknown."""
    if kind != "day":
        return float(value) if value is not None and (kind == "score" or value > 0) else None
    try:
        return float(date.fromisoformat((value + "-01-01")[:10]).toordinal()) if value else None
    except ValueError:
        return None


def on_chart(sets: FacetIndex, x: str) -> BitSet:
    """Return the set of the models that publish a price and have the figure."""
    return BitSet.of(
        place
        for place, row in enumerate(sets.index.rows)
        if row.blended and figure_of(value_of(row, x), KINDS[x]) is not None
    )


def points_of(found: ListResults, x: str) -> list[Point]:
    """Return a point for each model that was found, the cheapest first."""
    rows = [found.facets.index.rows[place] for place in found.filtered.members]
    return sorted(_points(rows, x), key=lambda point: (point.price, point.url))


def _points(rows: list[ModelRow], x: str) -> Iterator[Point]:
    for row in rows:
        value = value_of(row, x)
        figure = figure_of(value, KINDS[x])
        if figure is not None and row.blended is not None:
            words = tokens_text(value) if KINDS[x] == "tokens" else str(value)
            yield Point(row.label, row.url, row.maker_name, row.blended, figure, words)


@cached_page
def explore(request: HtmxHttpRequest) -> HttpResponse:
    sets = facet_index(data_version(request))
    x, list_query = read_explore_query(request.GET, sets)
    if "do" in request.GET and not request.htmx:
        # The form was sent without scripts: from all its fields to the address that says the same.
        return redirect(request.path + list_query.text)
    found = ListResults(sets, list_query, on_chart(sets, x))
    points = points_of(found, x)
    page = Paginator(points, PAGE_SIZE).get_page(list_query.page)
    context = {
        "x": x,
        "axes": axis_words(),
        "axis": dict(axis_words())[x],
        "results": found,
        "list_query": list_query,
        "query": list_query,
        "scatter": scatter(points, KINDS[x]),
        "page": page,
    }
    if not request.htmx:
        return render(request, "scoring/explore.html", context)
    part = render(request, "scoring/_explore.html", context)
    return push_url(part, request.path + list_query.on_page(page.number).text)
