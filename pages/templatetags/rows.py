"""Rows of the tables with prices: `{% load rows %}`.

Made here and not in templates: a page has up to fifty rows of ten cells each, and a template
takes ten times as long for them. Everything that came from upstream goes through `escape`, or
through `format_html`, which takes longer.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from catalog.display.money import price_text, tokens_text
from catalog.domain.prices import PriceState
from catalog.models import Offering
from catalog.templatetags.display import (
    comma,
    in_line,
    joined,
    status_word,
    unknown,
    web_address,
)
from catalog.templatetags.tiers import tier_prices

register = template.Library()

NOTHING = SafeString("")
STATED = frozenset({PriceState.PRICED, PriceState.FREE})
GONE = SafeString(' class="gone"')
CELL = '<td class="num {}" data-label="{}">{}</td>'
TAG = ' <span class="tag {}">{}</span>'
CHANNEL = (
    '<tr{}><th scope="row"><a href="{}">{}</a>{} <span class="sub"><code>{}</code>{}</span></th>'
    "{}</tr>{}"
)
MORE = '<tr class="more"><td colspan="9">{}</td></tr>'
DOCUMENTATION = ' <a href="{}" rel="nofollow noopener">{}</a>'


class Words(NamedTuple):
    """The words of a table in the reader's language, looked up once for all its rows."""

    input: str
    output: str
    cache_read: str
    cache_write: str
    blended: str
    context: str
    trend: str
    providers: str
    released: str
    changed: str
    documentation: str
    recommended: SafeString
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
        cache_read=gettext("Cache read"),
        cache_write=gettext("Cache write"),
        blended=gettext("Blended"),
        context=gettext("Context"),
        trend=gettext("Trend"),
        providers=gettext("Providers"),
        released=gettext("Released"),
        changed=gettext("Last change"),
        documentation=gettext("documentation"),
        recommended=format_html(TAG, "good", gettext("recommended")),
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
def channel_rows(offerings: Iterable[Offering], recommended: int | None) -> SafeString:
    """Return a row for each channel of one model, and below it what it charges besides."""
    said = words()
    return joined(channel_row(o, said, recommended=o.pk == recommended) for o in offerings)


def channel_row(offering: Offering, said: Words, *, recommended: bool) -> SafeString:
    provider = offering.provider
    cells = (
        *headline_prices(offering, said),
        *cache_prices(offering, said),
        price_cell(offering.blended_price, said.blended, said.unpriced[offering.price_state]),
        tokens_cell(offering.context, said.context, said.silent),
        figure(offering.released, said.released, said.silent),
        figure(offering.changed_on.isoformat(), said.changed, said.silent),
    )
    pieces = (
        GONE if offering.withdrawn_on else NOTHING,
        escape(provider.get_absolute_url()),
        escape(provider.name),
        (said.recommended if recommended else NOTHING) + status_tags(offering, said),
        escape(offering.provider_model_id),
        documentation(provider.doc_url, said.documentation),
        "".join(cells),
        more(offering),
    )
    return mark_safe(CHANNEL.format(*pieces))  # noqa: S308  each piece is safe or escaped


def headline_prices(offering: Offering, said: Words) -> tuple[SafeString, SafeString]:
    """Return the cells of input and output; 0/0 is a price only where it is said to be free."""
    stated = offering.price_state in STATED
    why = said.unpriced[offering.price_state]
    return (
        price_cell(offering.input_price if stated else None, said.input, why),
        price_cell(offering.output_price if stated else None, said.output, why),
    )


def cache_prices(offering: Offering, said: Words) -> tuple[SafeString, SafeString]:
    """Return the cells of cache read and write; where no price is published, a 0 is none either."""
    stated = offering.price_state in STATED
    why = said.silent if stated else said.unpriced[offering.price_state]
    return (
        price_cell(offering.cache_read_price if stated else None, said.cache_read, why),
        price_cell(offering.cache_write_price if stated else None, said.cache_write, why),
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


@lru_cache(maxsize=4096)
def tokens_cell(count: int | None, label: str, why: str) -> SafeString:
    """Return a cell with a count of tokens, or with a dash that says why there is none."""
    return figure(tokens_text(count), label, why)


def status_tags(offering: Offering, said: Words) -> SafeString:
    """Return the states of the price and of the channel as words, where they are not the usual."""
    state = said.states[offering.price_state]
    if not offering.status:
        return state
    return state + format_html(TAG, "caution", status_word(offering.status))


@lru_cache(maxsize=1024)
def documentation(url: str, word: str) -> SafeString:
    return format_html(DOCUMENTATION, url, word) if web_address(url) else NOTHING


def more(offering: Offering) -> SafeString:
    """Return a second row that spells out what the first has no columns for."""
    lines = [(line,) for line in (*besides(offering), *tier_lines(offering))]
    if not lines:
        return NOTHING
    return format_html(MORE, format_html_join("", "<p>{}</p>", lines))


def besides(offering: Offering) -> Iterator[str]:
    said: dict[str, Any] = {"provider": offering.provider.name}
    if (price := offering.reasoning_price) is not None:
        said["price"] = price_text(price)
        yield gettext("%(provider)s bills reasoning at %(price)s.") % said
    if (price := offering.input_audio_price) is not None:
        said["price"] = price_text(price)
        yield gettext("%(provider)s bills audio input at %(price)s.") % said
    if (price := offering.output_audio_price) is not None:
        said["price"] = price_text(price)
        yield gettext("%(provider)s bills audio output at %(price)s.") % said


def tier_lines(offering: Offering) -> Iterator[str]:
    """Return the context tiers as sentences: each reprices the whole request."""
    for tier in offering.tiers:
        prices = comma().join(
            f"{part.label} {price_text(part.price)}" for part in tier_prices(tier)
        )
        yield gettext(
            "Once a prompt exceeds %(size)s tokens, %(provider)s bills the whole request at:"
            " %(prices)s."
        ) % {
            "size": tokens_text(tier["above"]),
            "provider": offering.provider.name,
            "prices": prices,
        }
