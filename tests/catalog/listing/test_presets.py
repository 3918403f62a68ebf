"""Ready-made filters: their URLs are ones that the list itself writes, and none is ignored."""

import pytest

from catalog.listing.presets import PRESETS
from tests.catalog.listing.factories import make_facets, make_row, read

# Scores are of the data; a preset that sorts by one needs a row that has it.
FACETS = make_facets(
    make_row(
        scores={"agents": 1, "structured-output": 1},
        price_states=frozenset({"priced", "free"}),
    )
)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: str(preset.label))
def test_a_preset_is_the_shortest_url_of_its_state(preset):
    assert read(FACETS, preset.query.removeprefix("?")).text == preset.query


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: str(preset.label))
def test_a_preset_chooses_something(preset):
    assert read(FACETS, preset.query.removeprefix("?")).choosing_anything


def test_labels_are_unique():
    assert len({str(preset.label) for preset in PRESETS}) == len(PRESETS)
