"""How facts look on a page: not reported, yes and no, padded prices, links: `{% load display %}`.

The markup is in small templates. A page shows hundreds of dashes and flags of a few kinds, so each
kind is rendered once per process and language.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from catalog.capabilities import BY_KEY
from catalog.display.cells import TableCell
from catalog.display.price_columns import PriceColumn, PriceText, cost_column, price_column
from catalog.domain.modes import NAMES as MODE_NAMES
from catalog.domain.reports import NUMBERS, Reports
from catalog.models import CanonicalModel

register = template.Library()

DASH = "\N{EN DASH}"


@register.simple_tag
def unknown(why: str = "") -> SafeString:
    """Return the dash for "not reported", with the reason as a tooltip and for screen readers."""
    return _dash(why or gettext("Not reported"))


@lru_cache(maxsize=256)
def _dash(why: str) -> SafeString:
    return render_to_string("catalog/_unknown.html", {"why": why, "dash": DASH})


@register.filter
def or_unknown(text: Any, why: str = "") -> Any:
    """Return the text, or the dash where there is none."""
    return unknown(why) if text in (None, "", DASH) else text


@register.filter
def flag(value: bool | None) -> SafeString:
    """Return yes, no or "not reported", as a mark and as a word."""
    return _flag(get_language(), value)


@lru_cache(maxsize=16)
def _flag(_language: str | None, value: bool | None) -> SafeString:
    return render_to_string("catalog/_flag.html", {"value": value})


@register.filter
def flag_word(value: bool | None) -> str:
    """Return yes, no or "not reported" as a word."""
    if value is None:
        return gettext("Not reported")
    return gettext("Yes") if value else gettext("No")


@register.filter
def reported_by(model: CanonicalModel, fact: str) -> SafeString:
    """Return how many of a model's offers report a fact, where not all report the same."""
    return _reported(model_reports_text(model, fact))


@lru_cache(maxsize=1024)
def _reported(text: str) -> SafeString:
    return render_to_string("catalog/_reported.html", {"text": text}) if text else SafeString()


def model_reports_text(model: CanonicalModel, fact: str) -> str:
    """Return `reports_text` of a model's column."""
    return reports_text(fact, model.reports_of(fact), getattr(model, fact, None))


def reports_text(fact: str, reports: Reports | None, value: Any) -> str:
    """Return how many offers report a fact and what they say; "" where all say the same.

    `value` is what the model takes from them: of a capability, None where they give no majority.
    """
    if reports is None or reports.unanimous:
        return ""
    reported = _reported_of(reports)
    if fact in NUMBERS or (value is not None and not (reports.yes and reports.no)):
        return reported
    votes = gettext("{yes} yes, {no} no").format(yes=reports.yes, no=reports.no)
    pattern = gettext("{reported}: {votes}")
    if value is None:
        pattern = gettext("{reported}: {votes}, no majority")
    return pattern.format(reported=reported, votes=votes)


def _reported_of(reports: Reports) -> str:
    if not reports.silent:
        return ngettext("of {offers} offer", "of {offers} offers", reports.offers).format(
            offers=reports.offers
        )
    return ngettext(
        "reported by {reported} of {offers} offer",
        "reported by {reported} of {offers} offers",
        reports.offers,
    ).format(reported=reports.reported, offers=reports.offers)


@register.filter
def table_cells(cells: Iterable[TableCell]) -> SafeString:
    """Return the cells of a table's row.

    Most cells of a page are like some other: each kind is rendered once per process. A loop in the
    template takes five times as long, 5 ms for a table of forty rows.
    """
    return joined(map(partial(_cell, get_language()), cells))


@lru_cache(maxsize=8192)
def _cell(_language: str | None, cell: TableCell) -> SafeString:
    return render_to_string("catalog/_cell.html", {"cell": cell})


@register.filter
def prices_of(rows: Iterable[Any], attributes: str) -> PriceColumn:
    """Return how a table writes the prices that its rows have in attributes: "a", "a.b", "a b"."""
    return price_column(_values(rows, attributes))


@register.filter
def costs_of(rows: Iterable[Any], attributes: str) -> PriceColumn:
    """Return how a table writes the costs that its rows have in attributes, as `prices_of` does."""
    return cost_column(_values(rows, attributes))


def _values(rows: Iterable[Any], attributes: str) -> Iterator[Decimal | None]:
    getters = [attrgetter(attribute) for attribute in attributes.split()]
    return (value_of(row) for row in rows for value_of in getters)


@register.filter
def in_column(price: Decimal | None, column: PriceColumn) -> PriceText:
    """Return the text and the class of a price of a column, or of a cost."""
    return column[price]


@register.filter
def price_cell(price: Decimal | None, column: PriceColumn) -> SafeString:
    """Return the cell of a table with a price of a column from `prices_of`."""
    shown = column[price]
    return _cell(get_language(), TableCell(shown.text, f"num {shown.css}".rstrip()))


@register.filter
def web_address(url: str) -> str:
    """Return a URL from upstream if it is safe to link to, else "": not `javascript:`."""
    return url if url.startswith(("https://", "http://")) else ""


@register.filter
def host(url: str) -> str:
    """Return the host of a URL, without its "www."."""
    return urlsplit(url).netloc.removeprefix("www.")


@register.filter
def grouped(number: int) -> str:
    """Return a whole number with a comma between thousands: 4,803."""
    return f"{number:,}"


MODALITIES: dict[str, str | Promise] = {
    "text": _("text"),
    "image": _("images"),
    "audio": _("audio"),
    "video": _("video"),
    "pdf": _("PDF"),
}
STATUSES: dict[str, str | Promise] = {
    "alpha": _("alpha"),
    "beta": _("beta"),
    "deprecated": _("deprecated"),
}
# The price components, as part of a sentence: "input $2.50".
COMPONENT_WORDS: dict[str, Promise | str] = {
    "input": _("input"),
    "output": _("output"),
    "cache_read": _("cache read"),
    "cache_write": _("cache write"),
    "reasoning": _("reasoning"),
    "input_audio": _("audio input"),
    "output_audio": _("audio output"),
}


def mode_name(name: str) -> str:
    """Return a mode of an offer in the reader's language; an unknown one is its own name."""
    return gettext(MODE_NAMES[name]) if name in MODE_NAMES else name


@register.simple_tag
def capability(key: str) -> SafeString:
    """Return a capability's name, linked to its list."""
    return _capability_link(get_language(), key)


@lru_cache(maxsize=64)
def _capability_link(_language: str | None, key: str) -> SafeString:
    context = {"url": reverse("capability", args=[key]), "capability": BY_KEY[key]}
    return render_to_string("catalog/_capability_link.html", context)


def comma() -> str:
    """Return the separator of list items in the reader's language."""
    return pgettext("between list items, except the last two", ", ")


@register.filter
def modalities(names: list[str]) -> str:
    """Return modalities in words, comma-separated; one we have no word for, unchanged."""
    return _modalities(get_language(), tuple(names))


@lru_cache(maxsize=512)  # a model page has them for every offer, mostly the same
def _modalities(_language: str | None, names: tuple[str, ...]) -> str:
    return comma().join(str(MODALITIES.get(name, name)) for name in names)


@register.filter
def status_word(status: str) -> str | Promise:
    """Return an offering's status in words; one we have no word for, unchanged."""
    return STATUSES.get(status, status)


def joined(pieces: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308  all of them are safe


@register.simple_tag
def gap() -> str:
    """Return the space after a sentence or a colon; full-width Chinese marks need none."""
    return "" if get_language() == "zh-hant" else " "
