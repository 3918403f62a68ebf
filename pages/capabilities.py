"""Capabilities: the list, and the page of one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from catalog.capabilities import BY_KEY, CAPABILITIES, tallies
from catalog.http import HtmxHttpRequest, cached_page
from catalog.listing.table_query import (
    MODEL_COLUMNS,
    read_table_query,
)
from catalog.models import CanonicalModel
from pages.tables import render_list


@cached_page
def capabilities(request: HtmxHttpRequest) -> HttpResponse:
    rows = zip(CAPABILITIES, tallies(*CAPABILITIES), strict=True)
    return render(request, "pages/capability_list.html", {"rows": list(rows)})


@cached_page
def capability(request: HtmxHttpRequest, key: str) -> HttpResponse:
    if key not in BY_KEY:
        raise Http404
    asked = BY_KEY[key]
    query = read_table_query(request.GET, MODEL_COLUMNS, asked.sort)
    found = CanonicalModel.objects.live().filter(asked.reported).for_list()
    about: dict[str, Any] = (
        {} if request.htmx else {"tally": tallies(asked)[0], "capabilities": CAPABILITIES}
    )
    return render_list(
        request, "pages/capability_detail.html", query, found, capability=asked, **about
    )
