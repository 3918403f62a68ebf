"""Sorted and paginated tables: of rows in the database, of loaded rows, of the index of models."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django_htmx.http import push_url

from catalog.http import HtmxHttpRequest, data_version
from catalog.listing.columns import COLUMNS, order_of
from catalog.listing.index import ModelRow, model_index
from catalog.listing.table_query import MODEL_COLUMNS, TableQuery
from pages.cells import Tag
from pages.result_rows import no_tags, result_rows

PAGE_SIZE = 50
DIRECTORY_PAGE = 250  # the list of providers and that of makers fit on one page: 120 and 107
# How the list of models shows and sorts the columns of these tables.
MODEL_COLUMN = {
    column.key: column for column in COLUMNS if column.key in {c.key for c in MODEL_COLUMNS}
}


def render_list(
    request: HtmxHttpRequest,
    template: str,
    query: TableQuery,
    rows: QuerySet[Any] | Sequence[Any],
    to_rows: Callable[[Iterable[Any]], list[Any]],
    *,
    part: str = "",
    page_size: int = PAGE_SIZE,
    count: int | None = None,
    **context: object,
) -> HttpResponse:
    """Render one page of a queryset, or of rows in order, as a whole page, or for htmx as its part.

    The part of `list.html` is `_list.html` unless another one is given. `count` is the number of
    rows where it is known, which saves a query.
    """
    ordered = rows.order_by(*query.ordering) if isinstance(rows, QuerySet) else rows
    pages = Paginator(ordered, page_size)
    if count is not None:
        pages.count = count
    page = pages.get_page(query.page)
    page.object_list = list(page.object_list)  # read here, so that no template queries
    context |= {"query": query, "page": page, "rows": to_rows(page.object_list)}
    if not request.htmx:
        return render(request, template, context)
    folder, _slash, name = template.rpartition("/")
    changed = render(request, part or f"{folder}/_{name}", context)
    address = escape_uri_path(request.path)  # a provider's key may hold any character
    return push_url(changed, address + query.on_page(page.number).text)


def render_models(
    request: HtmxHttpRequest,
    template: str,
    query: TableQuery,
    keep: Callable[[ModelRow], bool],
    *,
    part: str = "",
    tags_of: Callable[[ModelRow], list[Tag]] = no_tags,
    **context: Any,
) -> HttpResponse:
    """Render the models to `keep`, of the day that the request is about, as `render_list` does.

    `tags_of` says more about one of them beside its name.
    """
    index = model_index(data_version(request))
    order = order_of(index, MODEL_COLUMN[query.column.key], descending=query.descending)
    models = [index.rows[place] for place in order if keep(index.rows[place])]
    columns = tuple(MODEL_COLUMN.values())
    to_rows = partial(result_rows, columns=columns, tags_of=tags_of)
    return render_list(request, template, query, models, to_rows, part=part, **context)
