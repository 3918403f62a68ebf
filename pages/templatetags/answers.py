"""Lists as part of a sentence: `{% load answers %}`."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext, pgettext

from catalog.models import Offering
from catalog.templatetags.display import MODALITIES, comma
from pages.model_page.alternatives import Alternative

register = template.Library()

MOST_NAMED = 3


@register.filter
def joined(items: Iterable[str]) -> SafeString:
    """Return "A, B and C", as the reader's language writes such a list."""
    texts = [conditional_escape(item) for item in items]
    if len(texts) < 2:
        return mark_safe("".join(texts))  # noqa: S308 (escaped above)
    *first, last = texts
    pair = pgettext("the last two items of a list", "%(first)s and %(last)s")
    return mark_safe(pair % {"first": comma().join(first), "last": last})  # noqa: S308


@register.filter
def sellers(channels: Iterable[Offering]) -> SafeString:
    """Return who sells these channels: three by name, and how many others there are."""
    names = list(dict.fromkeys(channel.provider.name for channel in channels))
    named, others = names[:MOST_NAMED], len(names) - MOST_NAMED
    if others > 0:
        named.append(ngettext("%(count)s other", "%(count)s others", others) % {"count": others})
    return joined(named)


@register.filter
def seller_count(channels: Iterable[Offering]) -> int:
    return len({channel.provider_id for channel in channels})


@register.filter
def kinds(modalities: Iterable[str]) -> SafeString:
    """Return kinds of input or output as part of a sentence: "text, images and PDF"."""
    return joined([str(MODALITIES.get(name, name)) for name in modalities])


@register.filter
def linked(alternatives: Iterable[Alternative]) -> SafeString:
    """Return models by name, each linked to its page."""
    return joined([format_html('<a href="{}">{}</a>', a.url, a.model.name) for a in alternatives])
