"""Changes in templates: `{% load changes %}`."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from catalog.models import CanonicalModel
from catalog.prepared import Prepared
from changelog.diff import Direction
from changelog.forms import ChangelogQuery
from changelog.models import Change
from changelog.reading import PRICES_OF_A_LINE, ChangeLine, group_into_lines
from changelog.wording import is_good, moved_by, what

register = template.Library()

SHOWN = 10
FEEDS = (("atom+xml", "changes_atom"), ("feed+json", "changes_json"))
FEED = '<link rel="alternate" type="application/{}" title="{}" href="{}{}">'
MOST_ROWS = PRICES_OF_A_LINE * SHOWN
news_of = Prepared(
    lambda pk: Change.objects.filter(model=pk).for_page_of_model().last_news(MOST_ROWS)
)
CLASSES = {True: "good", False: "bad", None: "muted"}

register.filter("what", what)


@register.filter
def size(share: Decimal) -> Decimal:
    return abs(share)


@register.filter
def mark(change: Change) -> SafeString:
    """Return how far a figure moved, as a mark and as a word; nothing where it did not."""
    moved = moved_by(change)
    if not moved:
        return SafeString("")
    word = gettext("up") if change.direction == Direction.UP else gettext("down")
    return format_html(
        '<span class="moved {}"><span aria-hidden="true">{}</span>'
        '<span class="vh">{} {}</span></span>',
        CLASSES[is_good(change)],
        moved,
        word,
        moved[2:],
    )


@register.simple_tag
def changes_of_model(model: CanonicalModel) -> Sequence[ChangeLine]:
    """Return the last things that changed at any channel of a model."""
    return group_into_lines(news_of(model.pk))[:SHOWN]


@register.simple_tag
def changelog_of(**asked: str) -> str:
    """Return the query string of the changelog of a model, a provider or a maker."""
    return ChangelogQuery(**asked).text  # type: ignore[arg-type]


@register.simple_tag
def feed_links(asked: ChangelogQuery | None = None, **of: str) -> SafeString:
    """Return the links by which a reader's program finds the feeds of a page's changes."""
    query = (asked or ChangelogQuery(**of)).feed_text  # type: ignore[arg-type]
    title = gettext("Changelog")
    feeds = ((kind, title, reverse(name), query) for kind, name in FEEDS)
    return format_html_join("", FEED, feeds)
