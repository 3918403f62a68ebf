"""The facts on which offers disagree."""

import pytest

from catalog.display.cells import TableCell
from catalog.models import CanonicalModel
from pages.model_page.conflicts import ConflictTable, conflict_table
from tests.factories import make_model, make_offering

pytestmark = pytest.mark.django_db


@pytest.fixture
def model() -> CanonicalModel:
    return make_model()


def differing(table: ConflictTable) -> list[list[bool]]:
    return [[column.differs(value) for value in column.values] for column in table.columns]


def test_only_facts_with_two_reported_values_are_columns(model):
    first = make_offering(model, "a", context=16384, tool_calling=True, reasoning=False)
    second = make_offering(model, "b", context=16000, tool_calling=None, reasoning=False)
    model.context, model.representative = 16384, first
    table = conflict_table([first, second], model)
    assert not table.outvoted
    assert [column.fact.name for column in table.columns] == ["context"]
    assert differing(table) == [[False, True]]


def test_not_reported_is_no_conflict(model):
    first = make_offering(model, "a", tool_calling=True)
    others = [
        make_offering(model, "b", tool_calling=False),
        make_offering(model, "c", tool_calling=None),
    ]
    model.tool_calling = True
    assert differing(conflict_table([first, *others], model)) == [[False, True, False]]


def test_marks_the_representative_where_a_majority_overrides_it(model):
    first = make_offering(model, "a", context=8000)
    others = [make_offering(model, key, context=131072) for key in ("b", "c")]
    model.context, model.representative = 131072, first
    table = conflict_table([first, *others], model)
    assert table.outvoted
    assert differing(table) == [[True, False, False]]


@pytest.mark.parametrize("contexts", [(), (8000, 8000), (8000, None)])
def test_without_a_conflict_there_is_no_table(model, contexts):
    offerings = [make_offering(model, f"p{n}", context=c) for n, c in enumerate(contexts)]
    table = conflict_table(offerings, model)
    assert (table.columns, table.rows) == ([], [])


@pytest.mark.parametrize(
    "fact, one, other, cells",
    [
        ("context", 16384, 8000, [TableCell("16,384", "num "), TableCell("8,000", "num differs")]),
        ("context", 16384, None, [TableCell("16,384", "num "), TableCell("", "num ")]),
        (
            *("reasoning", True, False),
            [TableCell("Yes", flag="yes"), TableCell("No", "differs", flag="no")],
        ),
        (
            *("reasoning", True, None),
            [TableCell("Yes", flag="yes"), TableCell("Not reported", flag="silent")],
        ),
        (
            *("input_modalities", ["text"], ["text", "image"]),
            [TableCell("text"), TableCell("text, images", "differs")],
        ),
        ("released", "2024-09", "2025", [TableCell("2024-09"), TableCell("2025", "differs")]),
    ],
)
def test_cells_by_kind_of_fact(model, fact, one, other, cells):
    third = {"context": 1, "reasoning": False, "input_modalities": ["pdf"], "released": "2020"}
    values = (one, other, third[fact])  # the third makes it a conflict even without the second
    offerings = [make_offering(model, f"p{n}", **{fact: value}) for n, value in enumerate(values)]
    setattr(model, fact, one)
    rows = conflict_table(offerings, model).rows
    assert [row["cells"][0] for row in rows[:2]] == cells


def test_names_the_representative_and_tells_offers_of_one_provider_apart(model):
    first = make_offering(model, "a", "own/one", context=1)
    offerings = [
        first,
        make_offering(model, "a", "own/two", context=2),
        make_offering(model, "b", "own/three", context=2),
    ]
    model.context, model.representative = 1, first
    rows = conflict_table(offerings, model).rows
    assert [row["provider_model_id"] for row in rows] == ["own/one", "own/two", ""]
    assert [row["representative"] for row in rows] == [True, False, False]
