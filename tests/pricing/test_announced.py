"""What a workload will cost once an announced price applies."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.domain.prices import Prices, Tier
from catalog.editorial import Announcement
from pricing.announced import announced_costs, announced_retirement
from pricing.load import Load
from pricing.tariff import build_tariff
from pricing.workload import Workload, monthly_load

TODAY = date(2026, 11, 26)
PRICES = Prices(input=Decimal(1), output=Decimal(2))


def load() -> Load:
    return monthly_load([Workload(requests=1_000_000, input=1, output=1)])


def told(*announced, tiers=()):
    tariff = build_tariff(PRICES, tiers)
    rows = tuple(Announcement(**{"first_day": date(2027, 1, 1)} | one) for one in announced)
    return list(announced_costs(rows, tariff, load(), TODAY))


def price(**prices):
    return {"kind": "price", "value": prices}


COSTS = [
    (price(input="2", output="4"), "Announced: this cost doubles after 2026-12-31, to $180.00."),
    (price(input="4"), "doubles after 2026-12-31"),
    (price(output="2.3"), "rises by 10% after 2026-12-31, to $99.00."),
    (price(input="0.7"), "falls by 10% after 2026-12-31, to $81.00."),
    (
        {"kind": "promotion", "value": {"input": "0.5"}, "first_day": date(2026, 11, 1)}
        | {"last_day": date(2026, 12, 24)},
        "The price is promotional until 2026-12-24.",
    ),
]


@pytest.mark.parametrize("one, text", COSTS)
def test_works(one, text):
    [sentence] = told(one)
    assert text in sentence


@pytest.mark.parametrize(
    "one",
    [
        price(input="1"),
        price(input="2") | {"cancelled_on": date(2026, 11, 1)},
        price(input="2") | {"first_day": TODAY},
        {"kind": "quantization", "value": "fp8"},
        {"kind": "promotion", "value": {}, "first_day": TODAY},
    ],
    ids=["the same", "cancelled", "begun", "no price", "no end"],
)
def test_says_nothing(one):
    assert told(one) == []


def test_an_offer_with_tiers_gets_no_figure():
    tiers = (Tier(1000, Prices(input=Decimal(3))),)
    assert told(price(input="2"), tiers=tiers) == []


RETIRED = {"kind": "retirement", "first_day": date(2027, 1, 1)}


@pytest.mark.parametrize(
    "stated, told",
    [
        ([RETIRED], ["Announced: retired on 2027-01-01."]),
        (
            [RETIRED, RETIRED | {"first_day": date(2028, 1, 1)}],
            ["Announced: retired on 2027-01-01."],
        ),
        ([RETIRED | {"cancelled_on": TODAY}], []),
        ([RETIRED | {"first_day": date(2026, 1, 1)}], []),
        ([{"kind": "quantization", "value": "fp8"}], []),
    ],
)
def test_a_retirement_ahead_is_told_once(stated, told):
    rows = [Announcement(**one) for one in stated]
    assert list(announced_retirement(rows, TODAY)) == told
