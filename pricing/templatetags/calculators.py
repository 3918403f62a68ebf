"""The calculators' forms: `{% load calculators %}`."""

from collections.abc import Iterator

from django import template
from django.forms import Form
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from pricing.calculator.forms import COMPARED
from pricing.calculator.query import CalculatorForms, read_calculator_query

register = template.Library()

ERROR = '<p class="errorlist" id="{}-error" data-hx-swap-oob="true">{}</p>'


@register.simple_tag
def usual_question() -> CalculatorForms:
    """Return the calculator's form as it is before anybody typed."""
    return read_calculator_query(QueryDict())


@register.simple_tag
def errors_anew(asked: CalculatorForms, *names: str) -> SafeString:
    """Return the message of every field, or of those named, for htmx to put in its place.

    Empty ones too: they take away what was said before.
    """
    return format_html_join("", ERROR, _errors(asked, names))


def _errors(asked: CalculatorForms, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    shown: list[tuple[Form, str]] = [
        (form, name) for form in asked.forms for name in names or form.fields
    ]
    if not names:
        shown += [(asked.compared, name) for name in COMPARED]
    for form, name in shown:
        said: list[object] = list(form.errors.get(name, ()))
        yield f"id_{form.add_prefix(name)}", " ".join(map(str, said))
