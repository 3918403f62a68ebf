import pytest

from pricing.eligibility import (
    ABILITIES,
    BIT,
    CALLED_FOR,
    FITS,
    REASONS,
    OfferProfile,
    exclusion_reason,
    requirements,
)
from pricing.estimate import Usage
from pricing.load import load_of

TEXT = BIT["text"] | BIT["text-output"]
ABLE = OfferProfile("priced", True, 10_000, None, 1000, TEXT | BIT["vision"], BIT["pdf"])
LOAD = load_of([Usage(input=5000, output=500)])


def reason(usage=None, needs=(), **change):
    load = load_of([usage]) if usage else LOAD
    return exclusion_reason(ABLE._replace(**change), load, requirements(needs, load))


def test_it_works():
    assert reason() == FITS


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"priced": False, "state": "plan"}, "plan"),
        ({"priced": False, "state": "free"}, "free"),
        ({"priced": False, "state": "unknown"}, "unknown"),
        ({"priced": False}, "unknown"),
        ({"context": 5499}, "context"),
        ({"context": 5500}, FITS),
        ({"context": None, "max_output": None}, FITS),
        ({"max_input": 4999}, "input"),
        ({"max_output": 499}, "output"),
        ({"can": BIT["text"]}, "text"),
        ({"needs": ["vision"]}, FITS),
        ({"needs": ["pdf"]}, "cannot"),
        ({"needs": ["tool-calling"]}, "silent"),
        ({"needs": ["tool-calling", "pdf"]}, "cannot"),
    ],
)
def test_the_first_reason_counts(change, expected):
    assert reason(**change) == expected
    assert expected in {FITS, *REASONS}


@pytest.mark.parametrize(
    ("tokens", "name"),
    [("reasoning", "reasoning"), ("input_audio", "audio"), ("output_audio", "audio-output")],
)
def test_a_load_calls_for_what_it_uses(tokens, name):
    usage = Usage(input=1, **{tokens: 1})
    assert reason(usage) == "silent"
    assert reason(usage, can=TEXT | BIT[name]) == FITS


def test_an_embedding_needs_no_answers():
    assert reason(Usage(input=100), can=BIT["text"]) == FITS
    assert reason(Usage(input=100, output=1), can=BIT["text"]) == "text"


def test_every_ability_has_a_bit_of_its_own():
    assert len(set(BIT.values())) == len({*ABILITIES, *CALLED_FOR}) == len(BIT)
