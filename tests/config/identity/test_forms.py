"""What the form of a decision accepts."""

import pytest
from django.core.exceptions import ValidationError

from catalog.decisions import DecisionKind
from config.identity.decide import Draft
from config.identity.forms import DecisionForm, valid_path
from tests.factories import make_model, make_offering

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def models():
    make_offering(make_model("meta/a"), "acme", "A")
    make_model("meta/b")


def errors(**said):
    return DecisionForm({"kind": "model", "key": "meta/a", "target": "meta/b"} | said).errors


@pytest.mark.parametrize("path", ["meta/a", "a-b/c-9", "0/1"])
def test_valid_paths(path):
    assert valid_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "a",
        "A/b",
        "a/b/c",
        "a//b",
        "a/-b",
        "a/b-",
        "a/b--c",
        "<a>/b",
        "a/b ",
        "模/b",
        "a/" + "b" * 201,
    ],
)
def test_invalid_paths(path):
    with pytest.raises(ValidationError):
        valid_path(path)


@pytest.mark.parametrize(
    "said, field",
    [
        ({}, None),
        ({"target": "new-maker/new"}, None),
        ({"target": "no path"}, "target"),
        ({"target": ""}, "target"),
        ({"target": "meta/a"}, "target"),
        ({"key": "meta/zzz"}, "key"),
        ({"kind": "offer", "provider": "acme", "key": "A"}, None),
        ({"kind": "offer", "provider": "acme", "key": "A", "target": "meta/a"}, "target"),
        ({"kind": "offer", "provider": "acme", "key": "Z"}, "key"),
        ({"kind": "version"}, None),
        ({"kind": "version", "target": "meta/zzz"}, "target"),
        ({"kind": "derivative", "target": ""}, None),
        ({"kind": "nothing"}, "kind"),
    ],
)
def test_fields(said, field):
    assert list(errors(**said)) == ([field] if field else [])


def test_a_draft_has_no_more_than_its_kind_needs():
    form = DecisionForm({"kind": "derivative", "key": "meta/a", "target": "x", "provider": "acme"})
    assert form.is_valid()
    assert form.draft == Draft(DecisionKind.DERIVATIVE, "meta/a")
