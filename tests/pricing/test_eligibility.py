import pytest

from pricing.eligibility import (
    BITS,
    CAPABILITY_KEYS,
    ELIGIBLE,
    EXCLUSION_REASONS,
    IMPLIED_BY_TOKENS,
    TEXT,
    OfferProfile,
    exclusion_reason,
    required_bits,
)
from pricing.estimate import Usage
from pricing.load import aggregate

PROFILE = OfferProfile("priced", True, 10_000, None, 1000, TEXT | BITS["vision"], BITS["pdf"])
LOAD = aggregate([Usage(input=5000, output=500)])


def reason(usage=None, required=(), **change):
    load = aggregate([usage]) if usage else LOAD
    return exclusion_reason(PROFILE._replace(**change), load, required_bits(required, load))


def test_it_works():
    assert reason() == ELIGIBLE


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"priced": False, "state": "plan"}, "plan"),
        ({"priced": False, "state": "free"}, "free"),
        ({"priced": False, "state": "unknown"}, "unknown"),
        ({"priced": False}, "unknown"),
        ({"context": 5499}, "context"),
        ({"context": 5500}, ELIGIBLE),
        ({"context": None, "max_output": None}, ELIGIBLE),
        ({"max_input": 4999}, "input"),
        ({"max_output": 499}, "output"),
        ({"supported": BITS["text"]}, "text"),
        ({"required": ["vision"]}, ELIGIBLE),
        ({"required": ["pdf"]}, "unsupported"),
        ({"required": ["tool-calling"]}, "not-reported"),
        ({"required": ["tool-calling", "pdf"]}, "unsupported"),
    ],
)
def test_returns_the_first_reason(change, expected):
    assert reason(**change) == expected
    assert expected in {ELIGIBLE, *EXCLUSION_REASONS}


@pytest.mark.parametrize(
    ("tokens", "name"),
    [("reasoning", "reasoning"), ("input_audio", "audio"), ("output_audio", "audio-output")],
)
def test_tokens_of_a_kind_require_its_capability(tokens, name):
    usage = Usage(input=1, **{tokens: 1})
    assert reason(usage) == "not-reported"
    assert reason(usage, supported=TEXT | BITS[name]) == ELIGIBLE


def test_a_load_without_output_requires_no_text_output():
    assert reason(Usage(input=100), supported=BITS["text"]) == ELIGIBLE
    assert reason(Usage(input=100, output=1), supported=BITS["text"]) == "text"


def test_every_capability_has_its_own_bit():
    assert len(set(BITS.values())) == len({*CAPABILITY_KEYS, *IMPLIED_BY_TOKENS}) == len(BITS)
