"""Fees beside the prices per token: recognised among an offering's other fields, and named."""

from typing import Any

import pytest

from catalog.domain.other_fees import FEES, MOST_NAMED, fee_name, other_fees

CHARGES = [
    ({}, ()),
    ({"cost": {}}, ()),
    ({"interleaved": {"field": "x"}}, ()),
    ({"cost": {"request": 5, "citation": "2"}}, ("citation", "request")),
    ({"cost": {"request": 0, "image": "0.0", "citation": None}}, ()),
    ({"cost": {"tiers": [{"input": 1, "tier": {"type": "time"}}], "tool": []}}, ("tiers",)),
    ({"cost": {"search": {"low": 5}, "fast": "?"}}, ("fast", "search")),
    ({"cost": "free"}, ()),
]


@pytest.mark.parametrize("extra, fees", CHARGES)
def test_names_what_is_charged_beside_tokens(extra: dict[str, Any], fees: tuple[str, ...]) -> None:
    assert other_fees(extra) == fees


def test_a_hostile_offer_names_a_few() -> None:
    extra = {"cost": {f"fee {n}" * 99: 1 for n in range(1000)}}
    assert len(other_fees(extra)) == MOST_NAMED
    assert all(len(fee_name(fee)) <= 50 for fee in other_fees(extra))


def test_known_fees_have_words() -> None:
    assert [fee_name(fee) for fee in FEES] == list(FEES.values())
    assert fee_name("per_minute") == "per_minute"
