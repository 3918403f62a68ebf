"""The prices of models that are compared, over time: `{% load histories %}`."""

from collections.abc import Sequence

from django import template
from django.template.context import RequestContext

from catalog.http import data_version
from changelog.history.comparison import ComparedModel, PriceComparisonHistory, price_comparison

register = template.Library()


@register.simple_tag(takes_context=True)
def compared_histories(
    context: RequestContext, columns: Sequence[ComparedModel], days: int | None
) -> PriceComparisonHistory | None:
    """Return what the models cost in the last days, or ever; None while there is no data."""
    data = data_version(context["request"])
    return price_comparison(columns, data.day, days) if data else None
