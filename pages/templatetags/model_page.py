"""Tables of the model page: `{% load model_page %}`."""

from collections import Counter
from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from catalog.capabilities import CAPABILITIES, Capability
from catalog.identity import rules
from catalog.models import CanonicalModel
from catalog.templatetags.display import flag, grouped, modalities, unknown
from pages.model_page.offers import ConflictColumn, ConflictTable, MatchGroup, OfferFact

register = template.Library()
OWN_ID = '<span class="sub"><code>{}</code></span>'
DOUBT = ' <span class="caution">{}</span>'
STATED = '<tr><th scope="row">{}{}{}</th>{}</tr>'
GROUPED = "<dd>{} <code>{}</code>{}</dd>"
MARK = '<circle class="mark" cx="{}%" cy="20" r="4.5"/>'


@register.simple_tag
def capability_lists(model: CanonicalModel) -> list[Capability]:
    """Return the lists that a model is in: those of what it is reported to do."""
    return [listed for listed in CAPABILITIES if listed.of(model)]


@register.simple_tag
def matrix_rows(matrix: ConflictTable, representative: int | None) -> SafeString:
    """Return a row for each channel, with what it states; what differs is in bold."""
    tag = format_html(' <span class="tag">{}</span>', gettext("representative"))
    named = Counter(offering.provider_id for offering in matrix.offerings)
    stated = zip(*map(_matrix_cells, matrix.columns), strict=True)
    rows = [
        STATED.format(
            escape(offering.provider.name),
            tag if offering.pk == representative else "",
            OWN_ID.format(escape(offering.provider_model_id))
            if named[offering.provider_id] > 1
            else "",
            "".join(cells),
        )
        for offering, cells in zip(matrix.offerings, stated, strict=True)
    ]
    return mark_safe("".join(rows))  # noqa: S308  what came from upstream is escaped


def _matrix_cells(column: ConflictColumn) -> list[SafeString]:
    known: dict[str, SafeString] = {}  # most channels state the same
    cells = []
    for value in column.values:
        key = str(value)
        if key not in known:
            css = "num " if column.fact.kind == "number" else ""
            css += "differs" if column.differs(value) else ""
            known[key] = format_html('<td class="{}">{}</td>', css, cell_text(column.fact, value))
        cells.append(known[key])
    return cells


def cell_text(fact: OfferFact, value: Any) -> Any:
    if fact.kind == "flag":
        return flag(value)
    if value in (None, "", []):
        return unknown()
    if fact.kind == "list":
        return modalities(value)
    return grouped(value) if fact.kind == "number" else value


@register.filter
def rule_name(key: str) -> str:
    """Return the name of a stored rule of canonicalisation, in the reader's language."""
    return gettext(rules.rule_name(key))


@register.simple_tag
def grouped_ids(grouping: MatchGroup) -> SafeString:
    """Return the channels that were joined on the same grounds, and what speaks against it."""
    rows = [
        GROUPED.format(
            escape(offering.provider.name),
            escape(offering.provider_model_id),
            DOUBT.format(escape(offering.doubt_text)) if offering.doubt else "",
        )
        for offering in grouping.offerings
    ]
    return mark_safe("".join(rows))  # noqa: S308  what came from upstream is escaped


@register.simple_tag
def price_marks(places: Iterable[float]) -> SafeString:
    """Return a dot for each channel in the picture of prices."""
    return mark_safe("".join(map(MARK.format, places)))  # noqa: S308  of our own figures
