"""Prices of modes, read from what offers report beside their standard prices."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.modes import MOST_MODES, Mode, find_mode, read_modes
from catalog.domain.prices import Prices, Tier

COST = {"input": 30, "output": 150, "cache_read": 3, "cache_write": "37.5"}
BODY = {"body": {"speed": "fast"}, "headers": {"anthropic-beta": "fast-mode-2026-02-01"}}


def reported(cost=None, **modes):
    fast = {"fast": {"cost": COST if cost is None else cost, "provider": BODY}}
    return {"experimental": {"modes": modes or fast}}


def test_it_works():
    assert read_modes(reported()) == (
        Mode(
            "fast",
            Prices(Decimal(30), Decimal(150), Decimal(3), Decimal("37.5")),
            (),
            frozenset({("speed", "fast")}),
        ),
    )
    assert find_mode(reported(), "fast").prices.input == 30
    assert find_mode(reported(), "slow") is None


@pytest.mark.parametrize(
    "extra",
    [
        None,
        {},
        {"experimental": True},
        {"experimental": {}},
        {"experimental": {"modes": []}},
        {"experimental": {"modes": {"fast": None}}},
        reported({}),
        reported({"input": 1}),  # no output price: unknown
        reported({"input": 0, "output": 0}),
        reported({"input": True, "output": 1}),
        reported({"input": "NaN", "output": 1}),
        reported({"input": "Infinity", "output": 1}),
        reported({"input": -1, "output": 1}),
        reported({"input": 10**9, "output": 1}),
        reported({"input": "1e999999", "output": 1}),
        reported({"input": [1], "output": 1}),
        reported(**{"x" * 31: {"cost": COST}}),
    ],
)
def test_what_is_wrong_or_unknown_is_no_price(extra):
    assert read_modes(extra) == ()


def test_several_modes_by_name_and_not_more_than_a_page_can_show():
    many = {f"m{number:02}": {"cost": COST} for number in range(MOST_MODES + 5)}
    assert [mode.name for mode in read_modes(reported(**many))] == sorted(many)[:MOST_MODES]


def test_its_own_context_tiers():
    tier = {"tier": {"type": "context", "size": 1000}, "input": 60, "output": 300}
    (mode,) = read_modes(reported(COST | {"tiers": [tier, {"tier": {"type": "day", "size": 5}}]}))
    assert mode.tiers == (Tier(1000, Prices(Decimal(60), Decimal(300))),)
    legacy = {"context_over_200k": {"input": 60, "output": 300}}
    assert read_modes(reported(COST | legacy))[0].tiers[0].above == 200_000


@pytest.mark.parametrize(
    ("own", "standard", "limit"),
    [((), (), None), ((), (272_000, 500_000), 272_000), ((272_000,), (272_000,), None)],
)
def test_beyond_a_tier_that_a_mode_lacks_its_price_is_unknown(own, standard, limit):
    tiers = [tuple(Tier(above, Prices()) for above in sizes) for sizes in (own, standard)]
    assert Mode("fast", Prices(), tiers[0]).priced_up_to(tiers[1]) == limit


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["fast", "cost", "input", "tiers", "tier", "size"]), inner
        )
    ),
    max_leaves=10,
)


@given(json_values)
def test_nothing_that_is_stored_stops_a_page(value):
    for mode in read_modes({"experimental": {"modes": value}}):
        assert mode.prices.published


@pytest.mark.parametrize(
    ("asks", "found"),
    [
        ({("service_tier", "priority")}, True),
        ({("speed", "fast")}, True),  # its own name
        ({("service_tier", "batch")}, False),
        ({("speed", "priority")}, False),  # the value of another field
        ({("service_tier", "priority"), ("speed", "fast")}, False),
        (set(), False),
    ],
)
def test_a_mode_is_asked_for_by_its_fields_or_by_its_name(asks, found):
    mode = Mode("fast", Prices(), (), frozenset({("service_tier", "priority")}))
    assert mode.is_asked_by(frozenset(asks)) is found
