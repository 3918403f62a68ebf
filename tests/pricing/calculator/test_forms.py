import pytest

from pricing.calculator.forms import (
    CAPABILITY_CHOICES,
    HEADLINE_FIELDS,
    ComparisonForm,
    WorkloadForm,
)
from pricing.eligibility import CAPABILITY_KEYS
from pricing.workload import Per, Workload

HEADLINE = {"requests": "10", "per": "month", "input": "5k", "output": "700"}


def test_it_works():
    form = WorkloadForm(HEADLINE | {"cached": "50", "steps": "3"})
    assert form.is_valid()
    assert form.workload == Workload(
        requests=10, per=Per.MONTH, input=5000, output=700, cached=50, steps=3
    )


def test_an_empty_form_is_the_default_workload():
    form = WorkloadForm({})
    assert form.is_valid()
    assert form.workload == Workload()


def test_zero_is_not_empty():
    form = WorkloadForm(HEADLINE | {"output": "0", "hits": "0"})
    assert form.is_valid()
    assert (form.workload.output, form.workload.hits) == (0, 0)


def test_a_prefix_names_the_fields_of_another_workload():
    form = WorkloadForm({"2-input": "7"}, prefix="2")
    assert form.is_valid()
    assert form.workload.input == 7


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"requests": "0"}, "requests"),
        ({"requests": "1000000001"}, "requests"),
        ({"per": "week"}, "per"),
        ({"input": "100000001"}, "input"),
        ({"output": "1.5"}, "output"),
        ({"cached": "101"}, "cached"),
        ({"hits": "-1"}, "hits"),
        ({"steps": "201"}, "steps"),
        ({"input": "0", "output": "0"}, "input"),
        ({"input": "0", "output": "0", "added": "x"}, "added"),
    ],
)
def test_rejects(values, field):
    assert list(WorkloadForm(HEADLINE | values).errors) == [field]


@pytest.mark.parametrize(
    ("values", "expected"),
    [({}, False), ({"cached": "0"}, True), ({"added": "nonsense"}, True), ({"steps": ""}, False)],
)
def test_has_advanced_values(values, expected):
    assert WorkloadForm(HEADLINE | values).has_advanced_values is expected


def test_headline_fields_come_first():
    assert tuple(WorkloadForm({}).fields)[: len(HEADLINE_FIELDS)] == HEADLINE_FIELDS


@pytest.mark.parametrize(
    ("values", "expected"),
    [({}, False), ({"model": "a/b"}, False), ({"now": "1"}, True), ({"growth": "x"}, True)],
)
def test_whether_a_comparison_is_filled(values, expected):
    assert ComparisonForm(values).is_filled is expected


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"now": "0.001"}, "now"),
        ({"now": "1000000000001"}, "now"),
        ({"growth": "1001"}, "growth"),
        ({"model": "x" * 302}, "model"),
        ({"model": "a\0b"}, "model"),
    ],
)
def test_rejects_a_comparison(values, field):
    assert list(ComparisonForm(values).errors) == [field]


def test_every_capability_has_a_label_of_its_own():
    assert [key for key, _label in CAPABILITY_CHOICES] == list(CAPABILITY_KEYS)
    assert len({str(label) for _key, label in CAPABILITY_CHOICES}) == len(CAPABILITY_KEYS)
