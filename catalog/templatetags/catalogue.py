"""How the catalogue's facts look on a page: unknowns, yes and no, figures in line, links out."""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext

from catalog.http import Data, data_of

register = template.Library()

# Prices are padded to this many decimals, so that their points stand in line.
DECIMALS = 4
DASH = "\N{EN DASH}"


class LanguageLink(NamedTuple):
    code: str
    name: str
    url: str
    absolute: str


@register.simple_tag(takes_context=True)
def freshness(context: RequestContext) -> Data | None:
    """Return the day and the age of the data that this page shows."""
    return data_of(context["request"]) if "request" in context else None


@register.simple_tag(takes_context=True)
def language_links(context: RequestContext) -> list[LanguageLink]:
    """Return this page's address in every language of the site."""
    if "request" not in context:
        return []
    request = context["request"]
    links = []
    for code, _name in settings.LANGUAGES:
        url = translate_url(request.get_full_path(), code)
        name = get_language_info(code)["name_local"]
        links.append(LanguageLink(code, name, url, request.build_absolute_uri(url)))
    return links


@register.simple_tag
def unknown(why: str = "") -> SafeString:
    """Return the dash that stands for "not reported", in words for who hovers or listens."""
    return format_html(
        '<abbr class="none" title="{0}"><span aria-hidden="true">{1}</span>'
        '<span class="vh">{0}</span></abbr>',
        why or gettext("Not reported"),
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
        return format_html('<span class="flag silent">{}</span>', gettext("Not reported"))
    word, name = (gettext("Yes"), "yes") if value else (gettext("No"), "no")
    return format_html('<span class="flag {}">{}</span>', name, word)


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
