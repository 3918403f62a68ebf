"""Changes in templates: `{% load changes %}`. Nothing here queries the database."""

from decimal import Decimal
from typing import Any

from django import template

from changelog.forms import ChangelogQuery
from changelog.wording import describe, percent_change

register = template.Library()

register.filter("describe", describe)
register.filter("percent_change", percent_change)


@register.filter
def size(share: Decimal) -> Decimal:
    """Return a share without its sign, which an arrow shows instead."""
    return abs(share)


@register.simple_tag
def changelog_query(**filters: str) -> str:
    """Return the query string of the changelog of a model, a provider or a maker."""
    return ChangelogQuery(**filters).text  # type: ignore[arg-type]


@register.inclusion_tag("changelog/_feed_links.html")
def feed_links(query: ChangelogQuery | None = None, **filters: str) -> dict[str, Any]:
    """Link the feeds of a page's changes in its head, where feed readers find them."""
    return {"feed_query": (query or ChangelogQuery(**filters)).feed_text}  # type: ignore[arg-type]
