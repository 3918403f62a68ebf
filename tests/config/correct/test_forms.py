"""What the form of a correction refuses, and the draft that it makes of the rest."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from catalog.domain.corrections import Target, Verdict
from catalog.editorial import Correction
from config.correct.forms import CorrectionForm
from config.correct.subjects import Subject
from tests.config.correct.test_views import address, errors, filled, site  # noqa: F401
from tests.config.test_corrections import say  # noqa: F401

pytestmark = pytest.mark.django_db
SUBJECT = Subject(Target.OFFER, "acme", "m", {})


def form_of(field: str, **said: Any) -> CorrectionForm:
    return CorrectionForm(SUBJECT, field, QueryDict(urlencode(filled(**said))))


def test_works() -> None:
    form = form_of("prices.input", first_day="2026-05-03", last_day="2099-01-01", seen="7")
    assert form.is_valid()
    draft = form.draft
    assert (draft.target, draft.provider, draft.key) == (Target.OFFER, "acme", "m")
    assert (draft.verdict, draft.value, draft.seen) == (Verdict.FEED_WRONG, "0.01", 7)
    assert (draft.first_day, draft.last_day) == (date(2026, 5, 3), date(2099, 1, 1))


@pytest.mark.parametrize(
    "field, widget", [("tool_calling", "Select"), ("tiers", "Textarea"), ("context", "TextInput")]
)
def test_a_value_is_typed_as_its_field_needs(field: str, widget: str) -> None:
    assert type(CorrectionForm(SUBJECT, field)["typed"].field.widget).__name__ == widget


def test_a_name_is_always_reported() -> None:
    assert "silent" not in CorrectionForm(SUBJECT, "name").fields


REFUSED = {
    "no value": (filled(typed=""), "Give a value"),
    "value and none": (filled(silent="on"), "Give a value"),
    "not a number": (filled(typed="cheap"), "not a number"),
    "negative": (filled(typed="-1"), "negative"),
    "too high": (filled(typed="1e9"), "is over"),
    "the same": (filled(typed="5.0"), "reports this value already"),
    "no reason": (filled(reason=""), "This field is required."),
    "no source": (filled(source=""), "This field is required."),
    "a script": (filled(source="javascript:alert(1)"), "Enter a valid URL."),
    "not begun": (filled(first_day="2099-01-01"), "has yet to come"),
    "past": (filled(last_day="2020-01-01"), "This day has passed."),
    "a value where none belongs": (filled(verdict="both-right"), "takes a value"),
}


@pytest.mark.parametrize("said, why", REFUSED.values(), ids=REFUSED)
def test_refuses(
    site,  # noqa: F811
    said,
    why,
):
    assert why in " ".join(errors(site.post(address("prices.input"), said)))
    assert not Correction.objects.exists()
