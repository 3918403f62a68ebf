"""Summaries of many changes: every kind has its texts."""

import pytest

from changelog.diff import Kind
from changelog.summaries import MODEL_COUNTS, OFFERING_COUNTS, summary


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("counts", [MODEL_COUNTS, OFFERING_COUNTS], ids=["models", "offerings"])
def test_every_kind_has_a_singular_and_a_plural(kind, counts):
    assert counts[kind](1).format(number=1) != counts[kind](2).format(number=1)


@pytest.mark.parametrize("kind", Kind)
def test_numbers_are_grouped(kind):
    assert summary(kind, 1200, of_a_model=False).count("1,200") == 1


@pytest.mark.parametrize(
    ("of_a_model", "text"), [(False, "37 models added"), (True, "37 offers added")]
)
def test_counts_models_of_a_provider_and_offerings_of_a_model(of_a_model, text):
    assert summary(Kind.ARRIVAL, 37, of_a_model=of_a_model) == text
