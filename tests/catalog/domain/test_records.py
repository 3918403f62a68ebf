"""Records and their JSON form."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.prices import COMPONENTS, Prices, Tier
from catalog.domain.records import (
    OfferingFacts,
    OfferingRecord,
    facts_from_json,
    facts_to_json,
    fingerprint,
)

some_text = st.text(max_size=9)
some_flag = st.none() | st.booleans()
some_limit = st.none() | st.integers(1, 10**12)
some_date = st.sampled_from(["", "2024", "2024-09", "2024-09-18"])
amounts = st.none() | st.decimals(0, 100_000, places=9)
prices = st.builds(Prices, **dict.fromkeys(COMPONENTS, amounts))
facts = st.builds(
    OfferingFacts,
    name=some_text,
    family=some_text,
    status=some_text,
    **dict.fromkeys(("context", "max_input", "max_output"), some_limit),
    **dict.fromkeys(("tool_calling", "structured_output", "reasoning"), some_flag),
    **dict.fromkeys(("temperature", "attachment", "open_weights"), some_flag),
    **dict.fromkeys(("released", "last_updated", "knowledge"), some_date),
    input_modalities=st.lists(some_text, max_size=3).map(tuple),
    output_modalities=st.lists(some_text, max_size=3).map(tuple),
    prices=prices,
    tiers=st.lists(st.builds(Tier, st.integers(1, 10**6), prices), max_size=2).map(tuple),
    extra=st.dictionaries(some_text, some_text | st.integers() | some_flag, max_size=2),
)


def test_stores_only_reported_facts() -> None:
    said = OfferingFacts("Llama", context=8192, reasoning=False, prices=Prices(Decimal("0.10")))
    assert facts_to_json(said) == {
        "name": "Llama",
        "context": 8192,
        "reasoning": False,
        "prices": {"input": "0.10"},
    }


@given(facts)
def test_what_is_stored_is_read_back(said: OfferingFacts) -> None:
    # Every offering has a name, if only its id.
    stored = {"name": ""} | facts_to_json(said)
    assert facts_from_json(stored) == said


@given(facts, facts)
def test_equal_fingerprints_are_equal_facts(a: OfferingFacts, b: OfferingFacts) -> None:
    same = OfferingRecord("p", "m", a).fingerprint == OfferingRecord("q", "n", b).fingerprint
    assert same == (facts_to_json(a) == facts_to_json(b))


def test_the_order_of_keys_does_not_change_the_fingerprint() -> None:
    assert fingerprint({"a": 1, "b": {"c": 2, "d": 3}}) == fingerprint(
        {"b": {"d": 3, "c": 2}, "a": 1}
    )


@pytest.mark.parametrize("family, listed", [("llama", "llama"), ("", None)])
def test_canonicalisation_sees_the_listing(family: str, listed: str | None) -> None:
    record = OfferingRecord("acme", "m", OfferingFacts("Llama", family), upstream="meta/llama")
    listing = record.listing
    assert (listing.provider, listing.provider_model_id, listing.name) == ("acme", "m", "Llama")
    assert (listing.family, listing.upstream) == (listed, "meta/llama")
