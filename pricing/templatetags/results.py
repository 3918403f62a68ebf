"""The calculator's table: `{% load results %}`. Rows are made here, for the reason in `rows`."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from catalog.display.money import cost_text, percent_text, price_text, rounded, tokens_text
from catalog.templatetags.display import COMPONENT_WORDS, grouped, joined, status_word
from pricing.cache_break_even import NEVER
from pricing.calculator.calculate import CalculatorResult, RankedOffer
from pricing.calculator.query import CalculatorQuery
from pricing.estimate import EXACT, Estimate

register = template.Library()

ROW = (
    '<tr><td class="num rank" data-label="{}">{}</td><th scope="row"><a href="{}">{}</a>{}'
    '<span class="sub"><a href="{}">{}</a> <code>{}</code></span></th>{}</tr>'
    '<tr class="more"><td></td><td colspan="{}">'
    "<details><summary>{}</summary>{}</details></td></tr>"
)
CELL = '<td class="num" data-label="{}">{}</td>'
LINES = (
    '<table class="lines"><thead><tr><th scope="col">{}</th><th scope="col" class="num">{}</th>'
    '<th scope="col" class="num">{}</th><th scope="col" class="num">{}</th></tr></thead>'
    '<tbody>{}</tbody><tfoot><tr><th scope="row" colspan="3">{}</th><td class="num">{}</td></tr>'
    "</tfoot></table>"
)
LINE = (
    '<tr><th scope="row">{}</th><td class="num">{}</td><td class="num">{}</td>'
    '<td class="num">{}</td></tr>'
)
TAG = ' <span class="tag caution">{}</span>'
NOTE = '<span class="sub">{}</span>'


class Words(NamedTuple):
    """The words of the table in the reader's language, looked up once for all its rows."""

    rank: str
    month: str
    request: str
    grown: str
    saved: str
    parts: str
    line: tuple[str, str, str, str, str]


def words() -> Words:
    return Words(
        rank=gettext("Rank"),
        month=gettext("Cost a month"),
        request=gettext("Per request"),
        grown=gettext("After growth"),
        saved=gettext("Against now"),
        parts=gettext("How it adds up"),
        line=(
            gettext("Kind"),
            gettext("Tokens a month"),
            gettext("USD per 1M"),
            gettext("Cost"),
            gettext("Total"),
        ),
    )


@register.simple_tag
def cost_rows(
    rows: Iterable[RankedOffer], answer: CalculatorResult, query: CalculatorQuery
) -> SafeString:
    """Return two rows for each channel: its cost, and folded below it how that adds up."""
    said = words()
    return joined(_row(row, answer, query, said) for row in rows)


def _row(
    row: RankedOffer, answer: CalculatorResult, query: CalculatorQuery, said: Words
) -> SafeString:
    channel, cost = row.channel, answer.estimate(row)
    cells = [
        CELL.format(escape(label), escape(text)) for label, text in _figures(cost, query, said)
    ]
    text = ROW.format(
        escape(said.rank),
        row.rank,
        escape(reverse("model", args=[*channel.model.split("/", 1)])),
        escape(channel.model_name),
        format_html(TAG, status_word(channel.status)) if channel.status else "",
        escape(reverse("provider", args=[channel.provider])),
        escape(channel.provider_name),
        escape(channel.provider_model_id),
        "".join(cells),
        len(cells) + 1,
        escape(said.parts),
        lines_table(cost, said.line) + remarks(row, answer),
    )
    return mark_safe(text)  # noqa: S308  figures, and what was escaped


def _figures(cost: Estimate, query: CalculatorQuery, said: Words) -> Iterator[tuple[str, str]]:
    yield said.month, cost_text(cost.total)
    yield said.request, price_text(cost.per_request, 4)
    if query.growth is not None:
        yield said.grown, cost_text(EXACT.multiply(cost.total, query.growth))
    if query.now is not None:
        yield said.saved, against(query.now, cost.total)


@register.filter("against_now")
def against(now: Decimal, cost: Decimal) -> str:
    """Return how a cost compares with what is paid now: "▼ 40%, $12.00 less"."""
    saved = EXACT.subtract(now, cost)
    if not rounded(saved, 2) or not now:
        return gettext("the same")
    share, usd = percent_text(abs(saved) / now), cost_text(abs(saved))
    if saved > 0:
        return gettext("▼ %(share)s, %(usd)s less") % {"share": share, "usd": usd}
    return gettext("▲ %(share)s, %(usd)s more") % {"share": share, "usd": usd}


def lines_table(cost: Estimate, said: tuple[str, str, str, str, str]) -> SafeString:
    """Return the lines of a cost as a table whose last row is their sum."""
    language = get_language()
    rows = "".join(
        LINE.format(
            line_head(language, line.component, line.tier, line.note),
            grouped(line.tokens),
            exact_text(line.price),
            exact_text(line.cost),
        )
        for line in cost.lines
    )
    text = LINES.format(*map(escape, said[:4]), rows, escape(said[4]), exact_text(cost.total))
    return mark_safe(text)  # noqa: S308  figures, and what was escaped


@lru_cache(maxsize=4096)
def line_head(_language: str | None, component: str, tier: int | None, note: str) -> SafeString:
    """Return what a line is of, and below it what applied or was assumed."""
    notes = format_html_join("", NOTE, ((text,) for text in _notes(note, tier)))
    return format_html("{}{}", str(COMPONENT_WORDS[component]), notes)


def _notes(note: str, tier: int | None) -> Iterator[str]:
    if tier is not None:
        size = tokens_text(tier)
        yield gettext("price of prompts over %(size)s tokens") % {"size": size}
    if note:
        yield gettext(note)


def exact_text(usd: Decimal) -> str:
    """Return a cost to its last digit, cents at least, so that a reader can check the sum."""
    plain = usd.normalize(EXACT)
    places = max(2, -int(plain.as_tuple().exponent))
    return f"${plain.quantize(Decimal(1).scaleb(-places), context=EXACT):,f}"


def remarks(row: RankedOffer, answer: CalculatorResult) -> SafeString:
    """Return what else a reader should know of this channel: when caching pays, unknown limits."""
    return joined(in_paragraph(text) for text in _remarks(row, answer))


@lru_cache(maxsize=1024)
def in_paragraph(text: str) -> SafeString:
    return format_html("<p>{}</p>", text)


def _remarks(row: RankedOffer, answer: CalculatorResult) -> Iterator[str]:
    share = answer.break_even(row)
    if share == NEVER:
        yield gettext("Prompt caching never pays here: a cache read costs no less than input.")
    elif share == 0:
        yield gettext("Prompt caching pays from the first read: writing costs no more than input.")
    elif share is not None:
        yield gettext(
            "Prompt caching pays once more than %(share)s of the requests read what the others"
            " write."
        ) % {"share": percent_text(share)}
    profile = answer.market.profile(row.channel)
    if profile.context is None:
        yield gettext("The context window is not reported: check that the requests fit.")
    if profile.max_output is None:
        yield gettext("The maximum output is not reported: check that the answers fit.")
