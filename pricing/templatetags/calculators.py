"""The small calculator on a model's page: `{% load calculators %}`."""

from django import template
from django.http import QueryDict

from pricing.question import Asked, read_question

register = template.Library()


@register.simple_tag
def usual_question() -> Asked:
    """Return the calculator's form as it is before anybody typed."""
    return read_question(QueryDict())
