"""What a model takes from its offers' reports, and how these are counted."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.prices import Prices
from catalog.domain.records import OfferingFacts
from catalog.domain.reports import (
    COUNTED,
    LONG_CONTEXT,
    VALUE_RULES,
    Reports,
    Statement,
    ValueBasis,
    count_reports,
    decide,
    has_modality,
    majority,
)

SAYS_NOTHING = OfferingFacts(name="M")


# Reference, whether it is the maker's own, what is reported, the value.
DECIDED: dict[str, tuple[Any, bool, list[Any], Any]] = {
    "the maker's own word stands": (False, True, [False, True, True, True], False),
    "a silent maker is filled by the majority": (None, True, [True, True, False], True),
    "a majority of no": (True, False, [True, False, False], False),
    "of two that report": (None, False, [True, True], True),
    "a single witness is none": (None, False, [True], None),
    "the reference alone": (True, False, [True], True),
    "a tie goes by the reference": (True, False, [True, False], True),
    "a tie behind a silent reference": (None, False, [True, False, True, False], None),
    "three values without a majority": (1, False, [1, 2, 2, 3, 4], 1),
    "nothing is reported": (None, False, [], None),
    "no modalities are none reported": ((), False, [("text",)], None),
    "modalities": ((), False, [("text",), ("text", "image"), ("text", "image")], ("text", "image")),
}


@pytest.mark.parametrize("reference, own, reported, expected", DECIDED.values(), ids=DECIDED)
def test_the_value_of_a_model(reference, own, reported, expected):
    assert decide(Statement(reference, own, reported)) == expected
    assert decide(Statement(reference, own, reported[::-1])) == expected


def test_every_basis_has_one_rule_with_a_sentence():
    assert [rule.basis for rule in VALUE_RULES] == list(ValueBasis)
    assert len({rule.sentence for rule in VALUE_RULES}) == len(VALUE_RULES)


@given(st.lists(st.booleans()), st.sampled_from([True, False, None]), st.booleans())
def test_a_model_never_has_what_nobody_reports(others, reference, own):
    reported = others + ([] if reference is None else [reference])
    value = decide(Statement(reference, own, reported))
    assert value is None or value in reported


@given(st.lists(st.booleans(), min_size=1))
def test_a_majority_is_more_than_half(reported):
    value = majority(reported)
    if value is not None:
        assert reported.count(value) > len(reported) / 2


ANSWERS = {
    "tool_calling": ({"tool_calling": True}, True),
    "a no": ({"reasoning": False}, False),
    "vision": ({"input_modalities": ("text", "image")}, True),
    "no pdf": ({"input_modalities": ("text", "image")}, False),
    "context": ({"context": 8000}, True),
    "long_context": ({"context": LONG_CONTEXT}, True),
    "a short context": ({"context": LONG_CONTEXT - 1}, False),
    "prompt_caching": ({"prices": Prices(cache_read=Decimal(1))}, True),
}
COUNTED_AS = {"a no": "reasoning", "no pdf": "pdf", "a short context": "long_context"}


@pytest.mark.parametrize("case", ANSWERS)
def test_an_offer_that_reports_is_counted_and_a_silent_one_is_silent(case):
    stated, says = ANSWERS[case]
    offers = [replace(SAYS_NOTHING, **stated), SAYS_NOTHING, SAYS_NOTHING]
    counts = count_reports(offers)[COUNTED_AS.get(case, case)]
    assert counts == (Reports(1, 0, 2) if says else Reports(0, 1, 2))
    assert (counts.reported, counts.offers, counts.unanimous) == (1, 3, False)


def test_everything_is_counted_and_silence_is_unanimous():
    counts = count_reports([SAYS_NOTHING] * 3)
    assert counts.keys() == COUNTED.keys()
    assert set(counts.values()) == {Reports(0, 0, 3)}
    assert all(one.unanimous for one in counts.values())


@pytest.mark.parametrize(
    ("reported", "answer"), [(["text", "image"], True), (["text"], False), ([], None)]
)
def test_a_modality_is_not_reported_where_none_is(reported, answer):
    assert has_modality(reported, "image") is answer
