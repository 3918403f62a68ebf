"""The price explorer: prices against context, a score or the release date."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import push_url

from catalog.as_of.pages import dated_page
from catalog.http import HtmxHttpRequest, cached_page, data_version
from catalog.listing.cache_choice import CACHE_PARAMETERS, read_cache_choice
from catalog.listing.facets import facet_index
from catalog.listing.list_query import every_kind_text
from catalog.listing.parameters import list_filters
from catalog.listing.results import ListResults
from catalog.parameters import reads
from scoring.explore.points import models_on_chart, points_of
from scoring.explore.query import (
    KINDS,
    asks_for_deprecated,
    axis_labels,
    deprecated_too,
    read_explore_query,
)
from scoring.explore.scatter import scatter
from scoring.explore.table import explored_rows

PAGE_SIZE = 50


@reads(list_filters, {"x": set(KINDS)}, CACHE_PARAMETERS)
@dated_page
@cached_page
def explore(request: HtmxHttpRequest) -> HttpResponse:
    facets = facet_index(data_version(request))
    cache = read_cache_choice(request.GET)
    axis, list_query = read_explore_query(request.GET, facets, cache)
    if "do" in request.GET and not request.htmx:
        # A form sent without scripts has all its fields in the URL: redirect to the shortest one.
        return redirect(request.path + list_query.text)
    asked = asks_for_deprecated(list_query)
    shown = models_on_chart(facets, axis, deprecated=asked, cache=cache)
    results = ListResults(facets, list_query, shown)
    labels = axis_labels()
    points = points_of(results, axis, labels[axis], cache)
    page = Paginator(points, PAGE_SIZE).get_page(list_query.page)
    drawn = scatter(points, KINDS[axis])
    frontier = [mark.point for mark in drawn.frontier] if drawn else []
    context = {
        "axis": axis,
        "axes": labels.items(),
        "axis_label": labels[axis],
        "results": results,
        "list_query": list_query,
        "query": list_query,
        "choice": cache,
        "scatter": drawn,
        "frontier": explored_rows(frontier, KINDS[axis], facets.index),
        "page": page,
        "rows": explored_rows(page, KINDS[axis], facets.index),
        "every_kind": every_kind_text(list_query),
        "deprecated_too": "" if asked else deprecated_too(list_query).text,
    }
    if not request.htmx:
        return render(request, "scoring/explore.html", context)
    part = render(request, "scoring/_explore.html", context)
    return push_url(part, request.path + list_query.on_page(page.number).text)
