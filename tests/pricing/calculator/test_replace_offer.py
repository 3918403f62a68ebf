"""Offers for the same use as one that is named, and what replacing it pays."""

from decimal import Decimal

import pytest

from catalog.domain.prices import Prices
from pricing.calculator.calculate import calculate
from pricing.calculator.query import CalculatorQuery
from pricing.calculator.replace_offer import same_use, used_offer
from pricing.eligibility import BITS, TEXT
from pricing.tariff import build_tariff
from pricing.workload import Per, Workload, monthly_load
from tests.pricing.offers import PROFILE, make_offer, make_offer_table

WORKLOAD = Workload(requests=1000, per=Per.MONTH, input=1000, output=0, cached=100, hits=90)
ABLE = PROFILE._replace(
    context=100_000, max_output=8000, supported=TEXT | BITS["tool-calling"], unsupported=0
)
PLAIN = ABLE._replace(supported=TEXT)
SMALL = ABLE._replace(context=50_000)
PROFILES = (ABLE, PLAIN, SMALL)


def tariff(usd, **cache):
    return build_tariff(Prices(Decimal(usd), Decimal(usd), **cache), ())


TARIFFS = (
    tariff(10),
    tariff(1),
    tariff(2, cache_read=Decimal("0.2"), cache_write=Decimal("2.5")),
    tariff(8),
    tariff(20),
)


def offer(path, tariff, provider="p", **values):
    maker, _slash, slug = path.partition("/")
    return make_offer(
        model=path, model_name=slug, maker=maker, provider=provider, tariff=tariff,
        provider_model_id=slug, **values,
    )  # fmt: skip


USED = offer("a/used", 0, "first")


def found(*others, instead="first:used", slack=5, profiles=PROFILES, **query):
    table = make_offer_table([USED, *others], profiles, TARIFFS)
    asked = CalculatorQuery((WORKLOAD,), instead=instead, slack=slack, **query)
    return calculate(table, asked)


def models(result):
    return [one.row.offer.model for one in result.replaced.models]


def test_it_works():
    result = found(offer("b/other", 2), offer("a/used", 3, "second"))
    assert result.replaced.cost.total == 10
    (elsewhere,), (other,) = result.replaced.elsewhere, result.replaced.models
    assert (elsewhere.row.offer.provider, elsewhere.switch.saving) == ("second", 2)
    assert (elsewhere.switch.cold, elsewhere.switch.pays_after) == (0, 1)
    # 0.9 × 0.2 + 0.1 × 2.5 = 0.43 for 1,000 requests of 1,000 tokens.
    assert (other.row.offer.model, other.switch.saving) == ("b/other", Decimal("9.57"))


def test_many_cached_prompts_delay_what_pays():
    (few,) = found(offer("b/other", 2)).replaced.models
    (many,) = found(offer("b/other", 2), caches=1000).replaced.models
    assert many.switch.cold == 1000 * few.switch.cold
    assert many.switch.pays_after == 217  # 0.00207 × 1,000 / 0.00957 = 216.3


@pytest.mark.parametrize(
    "other",
    [
        offer("b/dearer", 4),
        offer("b/plain", 1, profile=1),
        offer("b/small", 1, profile=2),
        offer("b/old", 1, status="deprecated"),
        offer("b/doubtful", 1, price_doubt="low"),
        offer("a/used-2025-05-05", 1),
    ],
    ids=lambda one: one.model,
)
def test_never_proposes(other):
    assert models(found(other)) == []


def test_an_equal_cost_is_no_saving():
    assert found(offer("b/same", 0), offer("a/used", 0, "second")).replaced.models == ()
    assert found(offer("a/used", 0, "second")).replaced.elsewhere == ()


@pytest.mark.parametrize(
    "other",
    [
        offer("b/plain", 1, profile=1),
        offer("b/doubtful", 1, price_doubt="low"),
        offer("b/old", 1, status="deprecated"),
    ],
    ids=lambda one: one.model,
)
def test_the_ranking_has_the_same_use_only(other):
    every = found(other, every_offer=True)
    assert [row.offer.model for row in every.ranking] == ["a/used"]


def test_a_doubtful_price_is_left_out_where_the_same_offer_without_one_is_not():
    doubtful = offer("b/other", 2, "second", price_doubt="high")
    table = make_offer_table(
        [USED, offer("b/other", 2), doubtful, offer("b/other", 2, profile=1)], PROFILES, TARIFFS
    )
    used = used_offer(table, "first:used", monthly_load([WORKLOAD]))
    assert list(same_use(table, used, slack=5)) == [0, 1]


def test_at_most_five_models_and_three_offers():
    others = [offer(f"b/m{letter}", 1) for letter in "abcdefg"]
    own = [offer("a/used", 1, f"q{number}") for number in range(5)]
    replaced = found(*others, *own).replaced
    assert (len(replaced.models), len(replaced.elsewhere)) == (5, 3)


@pytest.mark.parametrize(("instead", "provider"), [("first:used", "first"), ("a/used", "second")])
def test_without_an_offer_of_its_maker_a_model_stands_for_its_cheapest(instead, provider):
    table = make_offer_table([USED, offer("a/used", 3, "second")], PROFILES, TARIFFS)
    place = used_offer(table, instead, WORKLOAD.load).place
    assert table.offers[place].provider == provider


def test_a_model_stands_for_the_cheapest_offer_of_its_maker():
    others = [offer("a/used", tariff, provider) for tariff, provider in ((4, "dear"), (0, "own"))]
    table = make_offer_table(
        [offer("a/used", 3, "second"), *others], PROFILES, TARIFFS, makers={"dear", "own"}
    )
    assert table.offers[used_offer(table, "a/used", WORKLOAD.load).place].provider == "own"


@pytest.mark.parametrize("name", ["", "b/none", "first:", "first:none", ":used", "used", "a/used:"])
def test_no_offer_has_another_name(name):
    table = make_offer_table([USED], PROFILES, TARIFFS)
    assert used_offer(table, name, WORKLOAD.load) is None


def test_without_a_price_nothing_is_saved():
    free = offer("c/free", -1, profile=3)
    profiles = (*PROFILES, ABLE._replace(state="free", priced=False))
    result = found(free, offer("b/other", 1), instead="p:free", profiles=profiles)
    assert (result.replaced.cost, result.replaced.models) == (None, ())
    assert {row.offer.model for row in result.ranking} == {"a/used", "b/other"}


def test_known_makers_come_first_and_share_the_ranks():
    others = [offer("b/known", 3), offer("c/derived", 1)]
    table = make_offer_table([USED, *others], PROFILES, TARIFFS, derived=("c/derived",))
    result = calculate(table, CalculatorQuery((WORKLOAD,), instead="first:used"))
    assert [(row.rank, row.offer.model) for row in result.ranking] == [
        *((1, "b/known"), (2, "a/used"), (3, "c/derived")),
    ]
    by_cost = calculate(table, CalculatorQuery((WORKLOAD,)))
    assert [row.offer.model for row in by_cost.ranking] == ["c/derived", "b/known", "a/used"]
