"""The catalogue's pages: each view binds what was asked, asks the database, and renders."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django_htmx.http import push_url

from catalog.http import HtmxHttpRequest
from catalog.listing.table_query import (
    TableQuery,
)

PAGE_SIZE = 50


def render_list(
    request: HtmxHttpRequest,
    template: str,
    query: TableQuery,
    found: QuerySet[Any],
    *,
    part: str = "",
    **context: object,
) -> HttpResponse:
    """Render one page of a list; htmx gets the part that changes, and the address it stands for.

    The part of `list.html` is `_list.html`, unless it is said to be another.
    """
    page = Paginator(found.order_by(*query.ordering), PAGE_SIZE).get_page(query.page)
    context |= {"query": query, "page": page}
    if not request.htmx:
        return render(request, template, context)
    folder, _slash, name = template.rpartition("/")
    changed = render(request, part or f"{folder}/_{name}", context)
    return push_url(changed, request.path + query.on_page(page.number).text)
