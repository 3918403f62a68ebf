"""Which prices of new providers are held: the rules as tables, then their edges."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from catalog.domain.newcomers import MANY, NEW_FOR, Asked, new_providers, newcomer_doubts
from catalog.domain.price_doubts import DoubtfulPrice, PriceDoubt

FIRST = date(2026, 5, 1)
DAY = date(2026, 5, 20)
NEW = frozenset({"new"})


def model(**prices: object) -> dict[str, Asked]:
    """Make one model's offers: a provider and its blended price each."""
    return {name: Asked(name.split("_")[0], Decimal(str(usd))) for name, usd in prices.items()}


@pytest.mark.parametrize(
    ("seen", "is_new"),
    [
        (DAY, True),
        (DAY - NEW_FOR + timedelta(days=1), True),
        (DAY - NEW_FOR, False),
        (DAY + timedelta(days=1), False),  # asked about a day before it
        (FIRST, False),
    ],
)
def test_a_provider_is_new_for_a_week(seen: date, is_new: bool) -> None:
    assert ("x" in new_providers({"old": FIRST, "x": seen}, DAY)) == is_new


def test_all_providers_of_the_first_day_are_established() -> None:
    assert new_providers({"a": DAY, "b": DAY}, DAY) == frozenset()
    assert new_providers({}, DAY) == frozenset()


def test_a_trusted_provider_is_not_new() -> None:
    assert new_providers({"old": FIRST, "x": DAY}, DAY, {"x"}) == frozenset()


@pytest.mark.parametrize(
    ("offers", "held"),
    [
        (model(old=3, new="0.9"), True),
        (model(old=3, new=1), False),  # exactly a third
        (model(old=3, new=9000), False),  # dear prices mislead nobody here
        (model(old=3, older="1.1", new="0.9"), False),  # an established price supports it
        (model(new="0.1"), False),  # nothing to compare it with
        (model(new="0.1", new_2=5), False),  # nor with its own
    ],
)
def test_an_extreme_price_of_a_new_provider_is_held(offers: dict[str, Asked], held: bool) -> None:
    assert ("new" in newcomer_doubts([offers], NEW)) == held


def test_it_says_what_it_was_compared_with() -> None:
    offers = model(old=4, older=3, new="0.5")
    assert newcomer_doubts([offers], NEW) == {"new": DoubtfulPrice(PriceDoubt.NEW, Decimal(3))}


def test_two_new_providers_do_not_support_each_other() -> None:
    offers = model(old=3, new="0.5", newer="0.5")
    assert newcomer_doubts([offers], {"new", "newer"}).keys() == {"new", "newer"}


@pytest.mark.parametrize(
    ("below", "models", "held"), [(MANY, MANY, MANY), (11, MANY, 11), (10, MANY, 0), (19, 19, 0)]
)
def test_undercutting_most_models_is_held_at_each(below: int, models: int, held: int) -> None:
    asked = [
        {(n, "old"): Asked("old", Decimal(1)), (n, "new"): Asked("new", Decimal(usd))}
        for n, usd in enumerate(["0.79"] * below + ["1"] * (models - below))
    ]
    assert len(newcomer_doubts(asked, NEW)) == held


def test_what_is_known_of_other_models_counts() -> None:
    offers = model(old=1, new="0.79")
    assert newcomer_doubts([offers], NEW) == {}
    assert newcomer_doubts([offers], NEW, {"new"}).keys() == {"new"}
