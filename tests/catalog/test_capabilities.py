"""The capabilities of models: what counts as a yes, for a model and for its row in lists."""

import pytest
from django.urls import reverse

from catalog.capabilities import BY_KEY, CAPABILITIES, Tally, tallies
from catalog.domain.reports import COUNTED, LONG_CONTEXT
from catalog.listing.index import load_model_index
from tests.factories import make_model

pytestmark = pytest.mark.django_db


def cases():
    """Yield for each capability a value that is a yes, one that is a no, and none."""
    for capability in CAPABILITIES:
        yes, no = (True, False) if capability.least is None else (LONG_CONTEXT, LONG_CONTEXT - 1)
        for value, has in ((yes, True), (no, False), (None, None)):
            yield pytest.param(capability, value, has, id=f"{capability.key} {has}")


@pytest.mark.parametrize("capability, value, has", list(cases()))
def test_a_model_and_its_row_agree(capability, value, has):
    model = make_model(**{capability.fact: value})
    assert capability.of(model) is has
    (row,) = load_model_index().rows
    assert row.capabilities[capability.key] is has


def test_keys_are_unique_and_have_pages():
    assert len(BY_KEY) == len(CAPABILITIES)
    assert [reverse("capability", args=[key]) for key in BY_KEY]


def test_tallies_count_the_three_states():
    rows = [{"vision": said, "pdf": True} for said in (True, True, False, None)]
    assert tallies(rows, BY_KEY["vision"], BY_KEY["pdf"]) == [Tally(2, 1, 1), Tally(4, 0, 0)]


def test_an_empty_catalogue_has_tallies_of_zero():
    assert tallies([], BY_KEY["vision"]) == [Tally(0, 0, 0)]


@pytest.mark.parametrize(
    "tally, yes, silent",
    [
        (Tally(1, 1, 1), 33.3, 33.3),
        (Tally(0, 0, 0), 0, 0),
        (Tally(5, 0, 0), 100, 0),
        (Tally(1, 0, 1999), 0.1, 100),
    ],
)
def test_percentages_have_one_decimal(tally, yes, silent):
    assert (tally.yes_percent, tally.silent_percent) == (yes, pytest.approx(silent, abs=0.06))


def test_offers_are_counted_for_each_capability():
    assert {capability.counted_as for capability in CAPABILITIES} <= COUNTED.keys()
