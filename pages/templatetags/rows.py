"""Rows of the tables with prices: `{% load rows %}`.

Made here and not in templates: a page has up to fifty rows of ten cells each, and a template
takes ten times as long for them. Everything that came from upstream goes through `escape`, or
through `format_html`, which takes longer.
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from catalog.display.money import price_text, tokens_text
from catalog.domain.prices import PriceState
from catalog.models import CanonicalModel, Offering
from catalog.templatetags.display import (
    in_line,
    joined,
    status_word,
    unknown,
)
from pages.trend_cell import trend_cell

register = template.Library()

NOTHING = SafeString("")
STATED = frozenset({PriceState.PRICED, PriceState.FREE})
CELL = '<td class="num {}" data-label="{}">{}</td>'
TAG = ' <span class="tag {}">{}</span>'
MODEL = (
    '<tr><th scope="row"><a href="{}">{}</a></th>'
    '<td class="whole"><a class="quiet" href="{}">{}</a></td>{}</tr>'
)
OFFERING = (
    '<tr><th scope="row"><a href="{}">{}</a>{}</th><td class="whole"><code>{}</code></td>{}</tr>'
)


class Words(NamedTuple):
    """The words of a table in the reader's language, looked up once for all its rows."""

    input: str
    output: str
    context: str
    trend: str
    providers: str
    released: str
    silent: str
    unpriced: dict[str, str]
    states: dict[str, SafeString]


def words() -> Words:
    return _words(get_language())


@lru_cache(maxsize=4)
def _words(_language: str | None) -> Words:
    return Words(
        input=gettext("Input"),
        output=gettext("Output"),
        context=gettext("Context"),
        trend=gettext("Trend"),
        providers=gettext("Providers"),
        released=gettext("Released"),
        silent=gettext("Not reported"),
        unpriced={
            PriceState.PRICED: gettext("Not reported"),
            PriceState.FREE: gettext("Listed as free"),
            PriceState.PLAN: gettext("Billed by subscription"),
            PriceState.UNKNOWN: gettext("No price per token is published"),
        },
        states={
            PriceState.PRICED: NOTHING,
            PriceState.FREE: format_html(TAG, "good", gettext("free")),
            PriceState.PLAN: format_html(TAG, "", gettext("plan")),
            PriceState.UNKNOWN: format_html(TAG, "", gettext("unknown price")),
        },
    )


@register.simple_tag
def model_rows(models: Iterable[CanonicalModel]) -> SafeString:
    """Return a row for each model, at the prices of its recommended channel."""
    said = words()
    return joined(model_row(model, said) for model in models)


def model_row(model: CanonicalModel, said: Words) -> SafeString:
    unpriced = said.unpriced[PriceState.UNKNOWN]
    why = unpriced if model.blended_price is None else None
    cells = (
        figure(tokens_text(model.context), said.context, said.silent),
        price_cell(model.input_price, said.input, unpriced),
        price_cell(model.output_price, said.output, unpriced),
        trend_cell(getattr(model, "trend", None), said.trend, why),
        figure(str(model.provider_count), said.providers, said.silent),
        figure(model.released, said.released, said.silent),
    )
    url, maker_url = model.get_absolute_url(), model.maker.get_absolute_url()
    return format_html(MODEL, url, model.label, maker_url, model.maker.name, joined(cells))


@register.simple_tag
def offering_rows(offerings: Iterable[Offering]) -> SafeString:
    """Return a row for each model that a provider sells, under the provider's own id."""
    said = words()
    return joined(offering_row(offering, said) for offering in offerings)


def offering_row(offering: Offering, said: Words) -> SafeString:
    model = offering.model
    cells = (
        figure(tokens_text(offering.context), said.context, said.silent),
        *headline_prices(offering, said),
        figure(offering.released, said.released, said.silent),
    )
    tags, own_id = status_tags(offering, said), offering.provider_model_id
    return format_html(OFFERING, model.get_absolute_url(), model.label, tags, own_id, joined(cells))


def headline_prices(offering: Offering, said: Words) -> tuple[SafeString, SafeString]:
    """Return the cells of input and output; 0/0 is a price only where it is said to be free."""
    stated = offering.price_state in STATED
    why = said.unpriced[offering.price_state]
    return (
        price_cell(offering.input_price if stated else None, said.input, why),
        price_cell(offering.output_price if stated else None, said.output, why),
    )


@lru_cache(maxsize=4096)
def price_cell(price: Decimal | None, label: str, why: str) -> SafeString:
    """Return a cell with a price, or with a dash that says why there is none."""
    text = "" if price is None else price_text(price)
    return format_html(CELL, in_line(text) if text else "p4", label, text or unknown(why))


@lru_cache(maxsize=4096)
def figure(text: str, label: str, why: str) -> SafeString:
    """Return a cell with a figure, or with a dash that says why there is none."""
    return format_html(CELL, "", label, unknown(why) if text in {"", "–"} else text)


def status_tags(offering: Offering, said: Words) -> SafeString:
    """Return the states of the price and of the channel as words, where they are not the usual."""
    state = said.states[offering.price_state]
    if not offering.status:
        return state
    return state + format_html(TAG, "caution", status_word(offering.status))
