"""Scores in words, in both languages."""

from decimal import Decimal

import pytest
from django.utils import translation

from scoring.rules import BY_KEY
from scoring.wording import formula_text, input_change_text, input_text


def criterion(rubric, key):
    (found,) = [c for c in BY_KEY[rubric].criteria if c.key == key]
    return found


@pytest.mark.parametrize(
    ("rubric", "key", "text"),
    [
        ("coding", "tool_calling", "40 if yes, otherwise 0"),
        ("coding", "context", "20 × log(context window, 100,000, 1,000,000)"),
        ("coding", "availability", "1 × number of providers, up to 10"),
        (
            "long-context",
            "context",
            "0 below 100,000, otherwise 50 + 50 × log(context window, 100,000, 1,000,000)",
        ),
        (
            "cost-efficiency",
            "price",
            "95 × (1 − log(blended price, $0.01, $100)), or 0 if no price is published",
        ),
        ("production-readiness", "conflicts", "10 − 2 × number of data conflicts, minimum 0"),
        (
            "production-readiness",
            "context",
            "by context window: ≥ 8,000 → 8, ≥ 32,000 → 12, ≥ 128,000 → 15",
        ),
    ],
)
def test_formulas_use_the_numbers_of_the_rules(rubric, key, text):
    assert formula_text(criterion(rubric, key)) == text


def test_thresholds_are_joined_as_the_language_joins_lists():
    with translation.override("zh-hant"):
        text = formula_text(criterion("production-readiness", "context"))
    assert "≥ 8,000 → 8、≥ 32,000 → 12、≥ 128,000 → 15" in text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "not reported"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (131_072, "128K"),
        (Decimal("0.5"), "$0.500"),
    ],
)
def test_inputs_in_words(value, text):
    assert input_text(value) == text


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (("context", 128_000, 131_072), "context window 128,000 → 131,072"),
        (("context", None, 131_072), "context window not reported → 128K"),
        (("providers", 4, 5), "number of providers 4 → 5"),
        (("official", True, False), "official model yes → no"),
        (("blended", Decimal("3.5"), Decimal(7)), "blended price $3.50 → $7.00"),
    ],
)
def test_input_changes_in_words(change, text):
    assert input_change_text(*change) == text
