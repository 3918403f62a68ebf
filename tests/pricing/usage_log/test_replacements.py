from datetime import date
from decimal import Decimal

import pytest

from catalog.domain.prices import Prices
from pricing.calculator.offer_use import use_facts
from pricing.eligibility import BITS, TEXT
from pricing.same_use import Fact, gains, lost
from pricing.tariff import build_tariff
from pricing.usage_log.bill import price_entries
from pricing.usage_log.parse import read_log
from pricing.usage_log.price_history import build_price_history
from pricing.usage_log.replacements import UseChoice, alternatives, replacements
from tests.pricing.offers import PROFILE, make_offer, make_offer_table

MAY = date(2026, 5, 1)
TOOLS = BITS["tool-calling"]
PLAIN = PROFILE._replace(context=100_000, max_output=8000)
ABLE = PLAIN._replace(supported=TEXT | TOOLS)
LARGE = ABLE._replace(context=200_000)
SMALL = ABLE._replace(context=50_000)
PROFILES = (PLAIN, ABLE, LARGE, SMALL)
HEAD = "day,model,input,output,requests\n"


def tariff(usd):
    return build_tariff(Prices(Decimal(usd), Decimal(usd)), ())


TARIFFS = tuple(map(tariff, ("10", "1", "2", "3")))


def offer(model, profile, price, **values):
    maker = model.partition("/")[0]
    names = {"model": model, "model_name": model, "maker": maker, "provider": f"at-{maker}"}
    return make_offer(**names, profile=profile, tariff=price, **values)


USED = offer("openai/gpt", 1, 0)
OFFERS = (
    USED,
    offer("a/plain", 0, 1),
    offer("b/large", 2, 2),
    offer("c/small", 3, 1),
    offer("d/able", 1, 3),
    offer("e/old", 1, 1, status="deprecated"),
    offer("f/doubtful", 1, 1, price_doubt="low"),
)


def log_of(*days):
    return read_log(HEAD + "".join(f"{day},gpt,1000000,0,1000\n" for day in days)).entries


def histories():
    step = [(MAY, None, TARIFFS[0])]
    return {("gpt", ""): build_price_history("openai/gpt", "at-openai", None, step)}


def suggested(choice=UseChoice(), days=("2026-05-02",), offers=OFFERS):  # noqa: B008 - frozen
    entries = log_of(*days)
    bill = price_entries(entries, histories())
    table = make_offer_table(offers, PROFILES, TARIFFS)
    return replacements(entries, histories(), bill, table, choice)


def ranked(choice=UseChoice(), offers=OFFERS):  # noqa: B008 - frozen
    bill = price_entries(log_of("2026-05-02"), histories())
    rows = alternatives(bill, make_offer_table(offers, PROFILES, TARIFFS), choice)
    return [(row.offer.model, row.cost) for row in rows]


def test_it_works():
    (one,) = suggested()
    assert (one.offer, one.cost, one.days) == (("openai/gpt", "at-openai"), 10, 1)
    assert [row.offer.model for row, _facts in one.rows] == ["b/large", "d/able"]


def test_a_suggestion_says_what_is_gained_and_lost():
    (one,) = suggested()
    ((_row, facts), *_others) = one.rows
    assert [difference.fact for difference in gains(one.facts, facts)] == [Fact.CONTEXT]
    assert list(lost(one.facts, facts)) == []


def test_costs_are_those_of_30_days():
    (one,) = suggested(days=("2026-05-01", "2026-05-10"))
    assert one.days == 10
    assert one.cost == 20
    assert one.monthly(one.cost) == 60


def test_ranks_offers_for_the_same_use_the_cheapest_first():
    assert ranked() == [("b/large", 2), ("d/able", 3), ("openai/gpt", 10)]


def test_compares_with_every_model_that_fits_the_log_where_the_reader_says_so():
    assert [model for model, _cost in ranked(UseChoice(load_only=True))] == [
        *("a/plain", "c/small", "b/large", "d/able", "openai/gpt"),
    ]


@pytest.mark.parametrize("compared", [("a/plain",), ("a/plain", "no/such")])
def test_a_compared_model_is_shown_though_it_does_less(compared):
    models = [model for model, _cost in ranked(UseChoice(compared=compared))]
    assert models == ["a/plain", "b/large", "d/able", "openai/gpt"]


def test_a_required_capability_narrows_the_comparison():
    assert ranked(UseChoice(required=("vision",))) == []


def test_a_model_that_is_no_longer_sold_has_no_replacement():
    assert suggested(offers=OFFERS[1:]) == []
    assert ranked(offers=OFFERS[1:]) != []


def test_nothing_is_suggested_where_nothing_is_cheaper():
    (one,) = suggested(offers=(USED, offer("z/dear", 1, 0)))
    assert one.rows == ()


def test_an_offer_is_read_from_its_row():
    table = make_offer_table(OFFERS, PROFILES, TARIFFS)
    facts = use_facts(table.facets.index.rows[5])
    assert facts.model.deprecated
    assert (facts.model.context, facts.max_output) == (100_000, 8000)
    assert facts.supported >= {"tool-calling"}
