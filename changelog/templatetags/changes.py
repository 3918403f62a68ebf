"""Changes in templates: `{% load changes %}`. Nothing here queries the database."""

from collections import Counter
from decimal import Decimal
from typing import Any

from django import template

from catalog.models import translated
from changelog.forms import KIND_NAMES, ChangelogQuery
from changelog.refusal_report import report_from_json
from changelog.wording import describe, percent_change

register = template.Library()

register.filter("translated", translated)
register.filter("refusal_report", report_from_json)
register.filter("describe", describe)
register.filter("percent_change", percent_change)


@register.filter
def size(share: Decimal) -> Decimal:
    """Return a share without its sign, which an arrow shows instead."""
    return abs(share)


@register.filter
def kind_name(kind: str) -> str:
    """Return a kind of change as readers know it."""
    return str(KIND_NAMES.get(kind, kind))


@register.filter
def by_kind_name(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Return counts of kinds by name: what readers choose as "Capabilities" is three kinds."""
    named: Counter[str] = Counter()
    for kind, number in counts.items():
        named[kind_name(kind)] += number
    return list(named.items())


@register.simple_tag
def changelog_query(**filters: Any) -> str:
    """Return the query string of the changelog with these filters."""
    return ChangelogQuery(**filters).text


@register.inclusion_tag("changelog/_feed_links.html")
def feed_links(query: ChangelogQuery | None = None, **filters: str) -> dict[str, Any]:
    """Link the feeds of a page's changes in its head, where feed readers find them."""
    return {"feed_query": (query or ChangelogQuery(**filters)).feed_text}  # type: ignore[arg-type]
