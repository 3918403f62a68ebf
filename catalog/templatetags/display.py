"""How the catalogue's facts look on a page: unknowns, yes and no, figures in line, links out."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from catalog.capabilities import BY_KEY

register = template.Library()

# Prices are padded to this many decimals, so that their points stand in line.
DECIMALS = 4
DASH = "\N{EN DASH}"
FLAG = '<span class="flag {}">{}</span>'


@register.simple_tag
def unknown(why: str = "") -> SafeString:
    """Return the dash that stands for "not reported", in words for who hovers or listens."""
    return _dash(why or gettext("Not reported"))


@lru_cache(maxsize=256)
def _dash(why: str) -> SafeString:
    return format_html(
        '<abbr class="none" title="{0}"><span aria-hidden="true">{1}</span>'
        '<span class="vh">{0}</span></abbr>',
        why,
        DASH,
    )


@register.filter
def or_unknown(text: Any) -> Any:
    """Return the text, or the dash where there is none."""
    return unknown() if text in (None, "", DASH) else text


@register.filter
def flag(value: bool | None) -> SafeString:
    """Return yes, no or "not reported", as a mark and as a word."""
    if value is None:
        return _flag("silent", gettext("Not reported"))
    return _flag("yes", gettext("Yes")) if value else _flag("no", gettext("No"))


@lru_cache(maxsize=64)
def _flag(name: str, word: str) -> SafeString:
    return format_html(FLAG, name, word)


@register.filter
def in_line(text: str) -> str:
    """Return the class that pads a price to the decimals of its column; see `.p1` and so on."""
    _whole, _point, decimals = str(text).partition(".")
    missing = DECIMALS - len(decimals)
    return f"p{missing}" if 0 < missing <= DECIMALS else ""


@register.filter
def web_address(url: str) -> str:
    """Return the address if a browser may be sent there, else nothing: it comes from upstream."""
    return url if url.startswith(("https://", "http://")) else ""


@register.filter
def host(url: str) -> str:
    """Return the host of an address, without its "www."."""
    return urlsplit(url).netloc.removeprefix("www.")


@register.filter
def grouped(number: int) -> str:
    """Return a whole number with its thousands apart: 4,803."""
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


@register.simple_tag
def capability(key: str) -> SafeString:
    """Return a capability's name, linked to its list."""
    return _linked(get_language(), key)


@lru_cache(maxsize=64)
def _linked(_language: str | None, key: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("capability", args=[key]), BY_KEY[key].label)


def comma() -> str:
    """Return what stands between the items of a list in the reader's language."""
    return pgettext("between the items of a list, but for the last two", ", ")


@register.filter
def modalities(names: list[str]) -> str:
    """Return kinds of input or output in words; one that we do not know yet, as it came."""
    return comma().join(str(MODALITIES.get(name, name)) for name in names)


@register.filter
def status_word(status: str) -> str | Promise:
    """Return a channel's status in words; one that we do not know yet, as it came."""
    return STATUSES.get(status, status)


def joined(pieces: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308  all of them are safe


@register.simple_tag
def gap() -> str:
    """Return the space between two sentences; Chinese full stops are wide enough without one."""
    return "" if get_language() == "zh-hant" else " "
