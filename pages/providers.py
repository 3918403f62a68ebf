"""Providers: the list, and the page of one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from catalog.http import HtmxHttpRequest, cached_page
from catalog.listing.table_query import (
    PROVIDER_OFFER_COLUMNS,
    read_table_query,
)
from catalog.models import Provider
from changelog.reading import last_changes_of_provider
from pages.price_rank import price_rank
from pages.tables import render_list


@cached_page
def providers(request: HtmxHttpRequest) -> HttpResponse:
    found = Provider.objects.select_related("maker").order_by("withdrawn_on", "name", "pk")
    return render(request, "pages/provider_list.html", {"providers": found})


@cached_page
def provider(request: HtmxHttpRequest, key: str) -> HttpResponse:
    if not key.isprintable():  # nobody's, and PostgreSQL takes no NUL
        raise Http404
    found = get_object_or_404(Provider.objects.select_related("maker"), key=key)
    query = read_table_query(request.GET, PROVIDER_OFFER_COLUMNS, "name")
    offerings = found.offerings.live().select_related("model__maker")
    about: dict[str, Any] = (
        {}
        if request.htmx
        else {"position": price_rank(found), "changes": last_changes_of_provider(found)}
    )
    return render_list(
        request, "pages/provider_detail.html", query, offerings, provider=found, **about
    )
