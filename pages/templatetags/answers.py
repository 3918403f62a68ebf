"""Lists as part of a sentence: `{% load answers %}`."""

from collections.abc import Iterable, Sequence

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import ngettext, pgettext

from catalog.models import Offering
from catalog.templatetags.display import MODALITIES, comma
from pages.answers import one_line
from pages.model_page.alternatives import Alternative

register = template.Library()
register.filter("one_line", one_line, is_safe=True)

MOST_NAMED = 3


@register.filter
def sentence_list(items: Iterable[str]) -> str:
    """Return "A, B and C", as the reader's language writes such a list."""
    *first, last = list(items) or [""]
    if not first:
        return last
    pair = pgettext("the last two items of a list", "%(first)s and %(last)s")
    return pair % {"first": comma().join(first), "last": last}


@register.filter
def provider_names(offerings: Iterable[Offering]) -> str:
    """Return the providers of these offers: three by name, and how many others there are."""
    names = list(dict.fromkeys(offering.provider.name for offering in offerings))
    named, others = names[:MOST_NAMED], len(names) - MOST_NAMED
    if others > 0:
        named.append(ngettext("%(count)s other", "%(count)s others", others) % {"count": others})
    return sentence_list(named)


@register.filter
def provider_count(offerings: Iterable[Offering]) -> int:
    """Count providers, not offers: it decides between singular and plural."""
    return len({offering.provider_id for offering in offerings})


@register.filter
def modality_list(modalities: Iterable[str]) -> str:
    """Return modalities as part of a sentence: "text, images and PDF"."""
    return sentence_list(str(MODALITIES.get(name, name)) for name in modalities)


@register.simple_tag
def linked_models(alternatives: Sequence[Alternative]) -> SafeString:
    """Return "A, B and C", each model linked to its page."""
    *first, last = alternatives
    if not first:
        return _links([last])
    # The translation of "A and B" takes both sides as values, so each is rendered by itself.
    context = {"first": _links(first), "last": _links([last])}
    return render_to_string("pages/faq/_first_and_last.html", context)


def _links(alternatives: Sequence[Alternative]) -> SafeString:
    return render_to_string("pages/faq/_model_links.html", {"alternatives": alternatives})
