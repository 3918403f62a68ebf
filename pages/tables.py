"""Sorted and paginated tables that are read from the database."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django_htmx.http import push_url

from catalog.http import HtmxHttpRequest
from catalog.listing.table_query import TableQuery
from pages.cells import Row

PAGE_SIZE = 50


def render_list(
    request: HtmxHttpRequest,
    template: str,
    query: TableQuery,
    queryset: QuerySet[Any],
    to_rows: Callable[[Iterable[Any]], list[Row]],
    *,
    part: str = "",
    **context: object,
) -> HttpResponse:
    """Render one page of a queryset as a whole page, or for htmx as the part that changes.

    The part of `list.html` is `_list.html` unless another one is given.
    """
    page = Paginator(queryset.order_by(*query.ordering), PAGE_SIZE).get_page(query.page)
    page.object_list = list(page.object_list)  # read here, so that no template queries
    context |= {"query": query, "page": page, "rows": to_rows(page.object_list)}
    if not request.htmx:
        return render(request, template, context)
    folder, _slash, name = template.rpartition("/")
    changed = render(request, part or f"{folder}/_{name}", context)
    address = escape_uri_path(request.path)  # a provider's key may hold any character
    return push_url(changed, address + query.on_page(page.number).text)
