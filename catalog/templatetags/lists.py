"""Links between the pages of a list."""

from html import escape
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.safestring import SafeString, mark_safe

from catalog.listing.table_query import TableHeading, TableQuery

register = template.Library()

HEAD = '<th scope="col"{}{}><a class="sort" id="sort-{}" href="{}{}" data-hx-get="{}">{}</a>{}</th>'
UNIT = '<span class="unit">{}</span>'


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """Return the pages worth a link: the ends, the neighbours, and None for what lies between."""
    last = page.paginator.num_pages
    near = {1, last, *range(page.number - 1, page.number + 2)}
    shown: list[int | None] = []
    for number in sorted(near & set(range(1, last + 1))):
        if shown and shown[-1] is not None and number - shown[-1] > 1:
            shown.append(None)
        shown.append(number)
    return shown


@register.simple_tag
def page_link(query: TableQuery, number: int) -> str:
    """Return the query string of another page of this list."""
    return query.on_page(number).text


@register.simple_tag
def head_cells(query: TableQuery, path: str, anchor: str = "") -> SafeString:
    """Return a cell for each column: a link that sorts by it, and how it is sorted now."""
    cells = [_head_cell(heading, path, anchor) for heading in query.headings]
    return mark_safe("".join(cells))  # noqa: S308  the path and what was asked are escaped


def _head_cell(heading: TableHeading, path: str, anchor: str) -> str:
    column, address = heading.column, escape(path + heading.query)
    return HEAD.format(
        ' class="num"' if column.numeric else "",
        f' aria-sort="{heading.sorted}"' if heading.sorted else "",
        column.key,
        address,
        anchor,
        address,
        escape(str(column.label)),
        UNIT.format(escape(str(column.unit))) if column.unit else "",
    )
