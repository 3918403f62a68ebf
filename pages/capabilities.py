"""Capabilities: the list, and the page of one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from catalog.capabilities import BY_KEY, CAPABILITIES, tallies
from catalog.http import HtmxHttpRequest, cached_page
from catalog.listing.table_query import MODEL_COLUMNS, read_table_query
from catalog.models import CanonicalModel
from pages.table_rows import model_rows
from pages.tables import render_list


@cached_page
def capabilities(request: HtmxHttpRequest) -> HttpResponse:
    rows = zip(CAPABILITIES, tallies(*CAPABILITIES), strict=True)
    return render(request, "pages/capability_list.html", {"rows": list(rows)})


@cached_page
def capability(request: HtmxHttpRequest, key: str) -> HttpResponse:
    if key not in BY_KEY:
        raise Http404
    capability = BY_KEY[key]
    query = read_table_query(request.GET, MODEL_COLUMNS, capability.sort)
    models = CanonicalModel.objects.listed().filter(capability.reported).for_list()
    context: dict[str, Any] = {"capability": capability}
    if not request.htmx:
        context |= {"tally": tallies(capability)[0], "capabilities": CAPABILITIES}
    template = "pages/capability_detail.html"
    return render_list(request, template, query, models, model_rows, **context)
