"""The form with which a reader reports a mistake."""

import pytest

from catalog.domain.corrections import FIELDS, Target
from pages.mistakes.forms import OTHER, MistakeForm

SAID = {"field": "context", "value": "128000", "source": "https://acme.example/"}


def test_works():
    form = MistakeForm(Target.OFFER, SAID)
    assert form.is_valid()
    assert not form.is_from_a_program
    report = form.report(target=Target.OFFER, provider="acme", key="m")
    assert (report.field, report.value, report.remark) == ("context", "128000", "")


@pytest.mark.parametrize("target", Target)
def test_offers_every_field_of_the_target(target):
    choices = [value for value, _name in MistakeForm(target).fields["field"].choices]
    assert choices == [*FIELDS[target], OTHER]


def test_what_fills_the_hidden_field_is_a_program():
    form = MistakeForm(Target.OFFER, SAID | {"homepage": "https://spam.example/"})
    assert form.is_valid()
    assert form.is_from_a_program


@pytest.mark.parametrize(
    "said",
    [
        {"field": "fingerprint"},
        {"value": ""},
        {"value": "x" * 301},
        {"value": "a\0b"},
        {"value": "\ud800"},
        {"source": "javascript:alert(1)"},
        {"source": ""},
        {"source": f"https://a.example/{'x' * 500}"},
        {"remark": "x" * 1001},
    ],
    ids=str,
)
def test_refuses(said):
    assert not MistakeForm(Target.OFFER, SAID | said).is_valid()
