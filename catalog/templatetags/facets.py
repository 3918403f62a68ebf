"""The choices of the list of models as a form: `{% load facets %}`."""

from urllib.parse import quote

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from catalog.listing.results import FacetGroup, FacetOption

register = template.Library()

CHECKED = SafeString(" checked")
PLAIN = SafeString("")
VALUE = (
    '<label class="value"><input type="checkbox" name="{0}" value="{1}" id="{0}-{2}"{3}>'
    '<span>{4}</span> <span class="n">{5}</span></label>'
)
CAPABILITY = (
    '<div class="ability" role="group" aria-label="{0}">'
    '<span aria-hidden="true">{0}</span>{1}</div>'
)


@register.simple_tag
def choices(group: FacetGroup) -> SafeString:
    """Return a checkbox for each value of a facet, with how many models it would leave."""
    return format_html_join("", "{}", ((_value(group, option),) for option in group.options))


@register.simple_tag
def abilities(groups: list[FacetGroup]) -> SafeString:
    """Return a row of three checkboxes for each capability that narrows."""
    rows = ((format_html(CAPABILITY, g.facet.label, choices(g)),) for g in groups if g.options)
    return format_html_join("", "{}", rows)


def _value(group: FacetGroup, option: FacetOption) -> SafeString:
    return format_html(
        VALUE,
        group.facet.key,
        option.value,
        quote(option.value, safe=""),
        CHECKED if option.chosen else PLAIN,
        option.label or gettext("None"),
        f"{option.count:,}",
    )
