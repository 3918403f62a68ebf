"""How the catalogue's facts look on a page: unknowns, yes and no, figures in line, links out."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.urls import get_script_prefix
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, gettext, pgettext, to_locale
from django.utils.translation import gettext_lazy as _

from catalog.addresses import address
from catalog.canonical.upstream import DOUBTS
from catalog.capabilities import BY_KEY, CAPABILITIES, Capability
from catalog.channels import Column, Fact, Grouping, Matrix
from catalog.http import Data, data_of
from catalog.models import CanonicalModel

register = template.Library()

# Prices are padded to this many decimals, so that their points stand in line.
DECIMALS = 4
DASH = "\N{EN DASH}"
OWN_ID = '<span class="sub"><code>{}</code></span>'
DOUBT = ' <span class="caution">{}</span>'
STATED = '<tr><th scope="row">{}{}{}</th>{}</tr>'
GROUPED = "<dd>{} <code>{}</code>{}</dd>"
MARK = '<circle class="mark" cx="{}%" cy="20" r="4.5"/>'
FLAG = '<span class="flag {}">{}</span>'


class LanguageLink(NamedTuple):
    tag: str  # as HTML writes it: zh-Hant
    name: str
    url: str
    absolute: str
    current: bool


@register.simple_tag(takes_context=True)
def freshness(context: RequestContext) -> Data | None:
    """Return the day and the age of the data that this page shows."""
    return data_of(context["request"]) if "request" in context else None


@register.simple_tag(takes_context=True)
def language_links(context: RequestContext) -> list[LanguageLink]:
    """Return this page's address in every language of the site, with all that it asks for."""
    if "request" not in context:
        return []
    request, current = context["request"], get_language()
    links = []
    for code, _name in settings.LANGUAGES:
        url = in_language(code, request.get_full_path())
        name = get_language_info(code)["name_local"]
        absolute = request.build_absolute_uri(url)
        links.append(LanguageLink(language_tag(code), name, url, absolute, code == current))
    return links


def in_language(code: str, address: str) -> str:
    """Return the same address in another language, whether a page is there or not."""
    root = get_script_prefix()
    bare = address.removeprefix(root)
    for other, _name in settings.LANGUAGES:
        bare = bare.removeprefix(f"{other}/")
    # Two slashes in front would be another site's address.
    return root + ("" if code == settings.LANGUAGE_CODE else f"{code}/") + bare.lstrip("/")


@register.filter
def language_tag(code: str) -> str:
    """Return a language's code as HTML writes it: "zh-Hant" for "zh-hant"."""
    return to_locale(code).replace("_", "-")


@register.simple_tag(takes_context=True)
def canonical_url(context: RequestContext) -> str:
    """Return the one address of this page: a list's with what was asked, any other's without."""
    if "request" not in context:
        return ""
    request = context["request"]
    wanted = context.get("wanted")
    return str(request.build_absolute_uri(request.path + (wanted.text if wanted else "")))


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
    return format_html('<a href="{}">{}</a>', address("capability", key), BY_KEY[key].label)


@register.simple_tag
def capability_lists(model: CanonicalModel) -> list[Capability]:
    """Return the lists that a model is in: those of what it is reported to do."""
    return [listed for listed in CAPABILITIES if listed.of(model)]


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


@register.simple_tag
def matrix_rows(matrix: Matrix, representative: int | None) -> SafeString:
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


def _matrix_cells(column: Column) -> list[SafeString]:
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


def cell_text(fact: Fact, value: Any) -> Any:
    if fact.kind == "flag":
        return flag(value)
    if value in (None, "", []):
        return unknown()
    if fact.kind == "list":
        return modalities(value)
    return grouped(value) if fact.kind == "number" else value


def doubt_text(doubt: str) -> str:
    """Return what speaks against the feed's word, in the reader's language."""
    for sentence in DOUBTS:
        pattern = re.escape(sentence).replace(r"\{theirs\}", "(.+)").replace(r"\{ours\}", "(.+)")
        if found := re.fullmatch(pattern, doubt):
            return gettext(sentence).format(theirs=found[1], ours=found[2])
    return doubt


@register.simple_tag
def grouped_ids(grouping: Grouping) -> SafeString:
    """Return the channels that were joined on the same grounds, and what speaks against it."""
    rows = [
        GROUPED.format(
            escape(offering.provider.name),
            escape(offering.provider_model_id),
            DOUBT.format(escape(doubt_text(offering.doubt))) if offering.doubt else "",
        )
        for offering in grouping.offerings
    ]
    return mark_safe("".join(rows))  # noqa: S308  what came from upstream is escaped


@register.simple_tag
def price_marks(places: Iterable[float]) -> SafeString:
    """Return a dot for each channel in the picture of prices."""
    return mark_safe("".join(map(MARK.format, places)))  # noqa: S308  of our own figures
