"""Links between the pages of a list."""

from typing import Any

from django import template
from django.core.paginator import Page

from catalog.forms import ListQuery

register = template.Library()


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
def page_link(query: ListQuery, number: int) -> str:
    """Return the query string of another page of this list."""
    return query.on_page(number).text
