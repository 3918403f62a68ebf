"""The picture of a scatter: `{% load scatters %}`. Made here: a template takes far longer."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from catalog.display.money import price_text
from scoring.scatter import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, PointMark, Scatter

register = template.Library()

# The many plain points are for the mouse: who reads or tabs has the frontier and the table.
POINT = (
    '<a href="{}" tabindex="-1" aria-hidden="true">'
    '<circle cx="{}" cy="{}" r="4"><title>{}</title></circle></a>'
)
BEST = '<a href="{}" class="best"><circle cx="{}" cy="{}" r="6"><title>{}</title></circle>{}</a>'
LABEL = '<text x="{}" y="{}" class="{}" aria-hidden="true">{}</text>'
ACROSS = '<path d="M{0} {1}V{2}"/><text x="{0}" y="{3}" class="middle">{4}</text>'
UP = '<path d="M{1} {0}H{2}"/><text x="{3}" y="{0}" dy="4" class="end">{4}</text>'


@register.simple_tag
def scatter_ticks(scatter: Scatter) -> SafeString:
    across = (
        (tick.at, TOP, HEIGHT - BOTTOM, HEIGHT - BOTTOM + 20, tick.words) for tick in scatter.across
    )
    up = ((tick.at, LEFT, WIDTH - RIGHT, LEFT - 10, tick.words) for tick in scatter.up)
    return format_html_join("", ACROSS, across) + format_html_join("", UP, up)


@register.simple_tag
def scatter_marks(marks: Iterable[PointMark], axis: str) -> SafeString:
    """Return the points, each a link to its model that says its figures."""
    said = gettext("%(model)s: %(price)s, %(axis)s %(figure)s")
    plain, best = [], []
    for mark in marks:
        words = said % {
            "model": mark.point.name,
            "price": price_text(mark.point.price),
            "axis": axis,
            "figure": mark.point.words,
        }
        if mark.best:
            best.append((mark.point.url, mark.x, mark.y, words, _label(mark)))
        else:
            plain.append((mark.point.url, mark.x, mark.y, words))
    return format_html_join("", POINT, plain) + format_html_join("", BEST, best)


def _label(mark: PointMark) -> SafeString:
    if not mark.labelled:
        return SafeString("")
    right = mark.x > WIDTH * 2 / 3
    return format_html(
        LABEL, mark.x - 10 if right else mark.x + 10, mark.y + 16, "end" if right else "",
        mark.point.name,
    )  # fmt: skip
