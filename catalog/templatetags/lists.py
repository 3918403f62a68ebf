"""Links between the pages of a table, and options of its filters: `{% load lists %}`."""

from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from catalog.listing.filter_fields import FacetOption
from catalog.listing.query_string import QueryState

register = template.Library()


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """Return the pages to link to: the first, the last and the neighbours, None for a gap."""
    last = page.paginator.num_pages
    near = {1, last, *range(page.number - 1, page.number + 2)}
    numbers: list[int | None] = []
    # Neighbours of the first and the last page may not exist.
    for number in sorted(near & set(range(1, last + 1))):
        if numbers and numbers[-1] is not None and number - numbers[-1] > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


@register.simple_tag
def page_link(query: QueryState, number: int) -> str:
    """Return the query string of another page of the same table."""
    return query.on_page(number).text


@register.filter
def checkbox(option: FacetOption, key: str) -> SafeString:
    """Return the checkbox of one value of a facet with its label, but without the count.

    A page has a hundred, of some thousand that there are: each is rendered once per process.
    """
    return _checkbox(key, option.value, option.slug, str(option.label), option.chosen)


@lru_cache(maxsize=4096)
def _checkbox(key: str, value: str, slug: str, label: str, chosen: bool) -> SafeString:
    context = {"key": key, "value": value, "slug": slug, "label": label, "chosen": chosen}
    return render_to_string("catalog/_checkbox.html", context)
