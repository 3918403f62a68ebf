"""What an editor types, read by the feed's own validation."""

import pytest

from catalog.domain.corrections import FIELDS, Target
from catalog.feed.corrections import READERS, may_be_silent, read_typed, typed_text
from catalog.feed.fields import UnreadableField

TIERS = '[{"input": 2.5, "output": 15, "tier": {"size": 200000}}]'
STORED_TIERS = [{"above": 200_000, "prices": {"input": "2.5", "output": "15"}}]
TYPED = [
    ("prices.input", "0.50", "0.5"),
    ("prices.output", "$1,000", "1000"),
    ("prices.input", "0", "0"),
    ("prices.input", "0.8299999999999998", "0.83"),
    ("tiers", TIERS, STORED_TIERS),
    ("context", "128,000", 128_000),
    ("tool_calling", "yes", True),
    ("reasoning", "no", False),
    ("input_modalities", "pdf, text", ["text", "pdf"]),
    ("released", "2024-09", "2024-09"),
    ("name", "  GPT   5 ", "GPT 5"),
]


@pytest.mark.parametrize("field, typed, value", TYPED)
def test_works(field, typed, value):
    assert read_typed(Target.OFFER, field, typed) == value


def test_the_type_of_a_model():
    assert read_typed(Target.MODEL, "kind", "embedding") == "embedding"
    with pytest.raises(UnreadableField, match="no such type"):
        read_typed(Target.MODEL, "kind", "poetry")


@pytest.mark.parametrize("field, typed, value", TYPED)
def test_what_is_stored_is_typed_again(field, typed, value):
    assert read_typed(Target.OFFER, field, typed_text(field, value)) == value


def test_not_reported_is_not_typed():
    assert typed_text("context", None) == ""


REFUSED = [
    ("prices.input", "-1", "negative"),
    ("prices.input", "1e99", "is over"),
    ("prices.input", "1e-12", "is below"),
    ("prices.input", "NaN", "not a number"),
    ("prices.input", "Infinity", "not a number"),
    ("prices.input", "\N{ARABIC-INDIC DIGIT ONE}", "not a number"),
    ("context", "1.5", "whole number"),
    ("context", "0", "empty"),
    ("context", "  ", "empty"),
    ("tool_calling", "true", "neither yes nor no"),
    ("released", "May 2024", "not a date"),
    ("released", "2024-13", "not a date"),
    ("tiers", "[{", "not JSON"),
    ("tiers", '[{"input": -1, "tier": {"size": 1}}]', "negative"),
    ("tiers", "[" * 1500, "tier"),
    ("name", "a\x00b", "control characters"),
    ("name", "\u200b", "empty"),
    ("family", "x" * 201, "characters long"),
    ("name", "x" * 3000, "characters long"),
    ("nothing", "x", "no such field"),
]


@pytest.mark.parametrize("place", range(len(REFUSED)))
def test_refuses_what_the_feed_could_not_say(place):
    field, typed, why = REFUSED[place]
    with pytest.raises(UnreadableField, match=why):
        read_typed(Target.OFFER, field, typed)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//x", "https://[x/"])
def test_refuses_addresses_that_are_no_links(url):
    with pytest.raises(UnreadableField, match="not a web address"):
        read_typed(Target.PROVIDER, "doc_url", url)


def test_every_field_can_be_read():
    assert set(READERS) == {field for own in FIELDS.values() for field in own}


def test_a_name_and_a_type_are_never_silent():
    assert [field for field in READERS if not may_be_silent(field)] == ["name", "kind"]
