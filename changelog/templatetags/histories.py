"""The prices of models that are compared, over time: `{% load histories %}`."""

from collections.abc import Sequence

from django import template
from django.template.context import RequestContext

from catalog.http import data_of
from changelog.history.comparison import Compared, ComparedModel, compared_prices

register = template.Library()


@register.simple_tag(takes_context=True)
def compared_histories(
    context: RequestContext, columns: Sequence[ComparedModel], days: int | None
) -> Compared | None:
    """Return what the models cost in the last days, or ever; None while there is no data."""
    data = data_of(context["request"])
    return compared_prices(columns, data.day, days) if data else None
