"""The languages and the canonical URL of a page: `{% load site %}`."""

from typing import NamedTuple

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.urls import get_script_prefix
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, to_locale
from django.utils.translation import gettext_lazy as _

from catalog.links import page_url

# The pages that every page links to: the name of the URL with its arguments, and the words.
NAVIGATION: tuple[tuple[tuple[str, ...], Promise | str], ...] = (
    (("models",), _("Models")),
    (("providers",), _("Providers")),
    (("compare",), _("Compare")),
    (("calculator",), _("Calculator")),
    (("explore",), _("Price explorer")),
    (("ranking", "coding"), _("Rankings")),
    (("changelog",), _("Changelog")),
)

register = template.Library()


class LanguageLink(NamedTuple):
    """The page in one language; `url` is a path, `absolute` a whole URL."""

    tag: str  # as HTML writes it: zh-Hant
    name: str
    url: str
    absolute: str
    current: bool


@register.simple_block_tag
def rendered(content: SafeString) -> SafeString:
    """Render what is between the tags once, for a template that shows it twice.

    As in `{% rendered as links %}…{% endrendered %}`.
    """
    return content


@register.simple_tag
def navigation() -> list[tuple[str, str]]:
    """Return URL and words of each page that every page links to."""
    return [(page_url(*name), str(words)) for name, words in NAVIGATION]


@register.simple_tag(takes_context=True)
def language_links(context: RequestContext) -> list[LanguageLink]:
    """Return this page's URL in every language, with its query string."""
    if "request" not in context:
        # Django renders the page of error 500 without a request.
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
    """Return the same URL in another language; it need not exist."""
    root = get_script_prefix()
    bare = address.removeprefix(root)
    for other, _name in settings.LANGUAGES:
        bare = bare.removeprefix(f"{other}/")
    # A path such as //evil.example would be a URL of another site, so leading slashes go.
    return root + ("" if code == settings.LANGUAGE_CODE else f"{code}/") + bare.lstrip("/")


@register.filter
def language_tag(code: str) -> str:
    """Return a language's code as HTML writes it: "zh-Hant" for "zh-hant"."""
    return to_locale(code).replace("_", "-")


@register.simple_tag(takes_context=True)
def canonical_url(context: RequestContext) -> str:
    """Return the page's canonical URL: with its query string for a list only.

    A page that is a variant of another one names that one in its context, as `canonical_path`.
    """
    if "request" not in context:
        return ""
    request = context["request"]
    list_query = context.get("list_query")
    path = context.get("canonical_path") or request.path
    return str(request.build_absolute_uri(path + (list_query.text if list_query else "")))
