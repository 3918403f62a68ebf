"""Rows of the list of models in the columns that the visitor chose: `{% load found %}`."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from catalog.display.money import tokens_text
from catalog.listing.columns import ListColumn
from catalog.listing.index import ModelRow
from catalog.models import family_url
from catalog.templatetags.display import flag, joined, unknown
from pages.templatetags.rows import figure, price_cell
from pages.trend_cell import trend_cell

register = template.Library()

NAMED = '<tr><th scope="row"><a href="{}">{}</a></th>{}</tr>'
LINKED = '<td class="whole"><a class="quiet" href="{}">{}</a></td>'
TEXT = '<td class="whole" data-label="{}">{}</td>'
FLAG = '<td data-label="{}">{}</td>'


@register.simple_tag
def found_rows(
    rows: Iterable[ModelRow], columns: Sequence[ListColumn], labels: Sequence[str]
) -> SafeString:
    """Return a row for each model with a cell for each column, the name first."""
    silent = gettext("Not reported")
    unpriced = gettext("No price per token is published")
    why = [unpriced if column.kind in {"price", "trend"} else silent for column in columns]
    shown = list(zip(columns, labels, why, strict=True))[1:]
    return joined(
        format_html(NAMED, row.url, row.label, joined(_cell(row, *cell) for cell in shown))
        for row in rows
    )


def _cell(row: ModelRow, column: ListColumn, label: str, why: str) -> SafeString:
    if column.kind == "maker":
        return linked_cell(row.maker_name, reverse("maker", args=[row.maker]))
    if column.kind == "family" and (url := family_url(row.maker, row.family)):
        return linked_cell(row.family, url)
    value = column.of(row)
    if column.kind == "price":
        return price_cell(value, label, why)
    if column.kind == "trend":
        return trend_cell(row.trend, label, None if row.moved is not None else why)
    if column.kind == "flag":
        return flag_cell(value, label, str(flag(value)))
    return figure_cell(value, column, label, why)


def figure_cell(value: Any, column: ListColumn, label: str, why: str) -> SafeString:
    if column.kind in {"text", "family"}:
        return format_html(TEXT, label, value or unknown(why))
    if column.kind == "tokens":
        return figure(tokens_text(value), label, why)
    return figure("" if value is None else str(value), label, why)


@lru_cache(maxsize=1024)
def linked_cell(name: str, url: str) -> SafeString:
    return format_html(LINKED, url, name)


@lru_cache(maxsize=256)
def flag_cell(value: bool | None, label: str, _text: str) -> SafeString:
    return format_html(FLAG, label, flag(value))
