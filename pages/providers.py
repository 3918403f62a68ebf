"""Providers: the list, and the page of one."""

from typing import Any

from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from catalog.http import HtmxHttpRequest, cached_page
from catalog.listing.table_query import PROVIDER_OFFER_COLUMNS, read_table_query
from catalog.models import Provider
from changelog.reading import last_changes_of_provider
from pages.price_rank import price_rank
from pages.table_rows import offering_rows
from pages.tables import render_list


@cached_page
def providers(request: HtmxHttpRequest) -> HttpResponse:
    # Live ones first: SQLite sorts nulls so by itself, PostgreSQL puts them last.
    live_first = F("withdrawn_on").asc(nulls_first=True)
    rows = Provider.objects.select_related("maker").order_by(live_first, "name", "pk")
    return render(request, "pages/provider_list.html", {"providers": list(rows)})


@cached_page
def provider(request: HtmxHttpRequest, key: str) -> HttpResponse:
    if not key.isprintable():  # PostgreSQL raises an error for a NUL in a parameter
        raise Http404
    provider = get_object_or_404(Provider.objects.select_related("maker"), key=key)
    query = read_table_query(request.GET, PROVIDER_OFFER_COLUMNS, "name")
    offerings = provider.offerings.live().select_related("model__maker")
    context: dict[str, Any] = {"provider": provider}
    # htmx replaces only the table: price rank and changes stay as they are.
    if not request.htmx:
        context |= {
            "price_rank": price_rank(provider),
            "changes": last_changes_of_provider(provider),
        }
    template = "pages/provider_detail.html"
    return render_list(request, template, query, offerings, offering_rows, **context)
