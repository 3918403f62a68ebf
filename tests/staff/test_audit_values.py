"""Values of a row, and lines of an entry."""

import pytest
from django.utils import translation

from staff.audit_values import NO_VALUE, changed_lines, column_values, field_label, value_text
from staff.models import AuditEntry
from tests.factories import make_model, make_offering


def entry(action, before=None, after=None):
    return AuditEntry(
        table="pricing.scenario", action=action, before=before or {}, after=after or {}
    )


@pytest.mark.parametrize(
    "stored, text",
    [
        (None, NO_VALUE),
        ("", NO_VALUE),
        (0, "0"),
        (False, "false"),
        ("夜", "夜"),
        (["夜"], '["夜"]'),
    ],
)
def test_value_text(stored, text):
    assert value_text(stored) == text


def test_lines_of_a_change():
    changed = entry("change", {"order": 1}, {"order": None})
    assert changed_lines(changed) == [f"order: 1 → {NO_VALUE}"]


@pytest.mark.parametrize("action, side", [("add", "after"), ("delete", "before")])
def test_lines_of_what_came_or_went(action, side):
    assert changed_lines(entry(action, **{side: {"order": 7}})) == ["order: 7"]


def test_a_long_value_is_cut():
    (line,) = changed_lines(entry("add", after={"key": "x" * 5000}))
    assert len(line) < 400


@pytest.mark.parametrize("table, name", [("no.table", "x"), ("pricing.scenario", "gone")])
def test_a_field_that_is_no_more_has_its_name(table, name):
    assert field_label(table, name) == name


def test_a_label_is_in_the_readers_language():
    with translation.override("zh-hant"):
        assert field_label("catalog.offering", "provider_model_id") != "provider_model_id"


@pytest.mark.django_db
def test_columns_of_a_row():
    offering = make_offering(make_model(), input_price="1.5", output_price="2")
    values = column_values(offering)
    assert values["provider"] == offering.provider_id
    assert str(values["input_price"]) == "1.5"
