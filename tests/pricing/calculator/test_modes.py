"""The calculator at the prices of a mode."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given

from catalog.domain.modes import Mode
from catalog.domain.prices import Prices, Tier
from catalog.models import CanonicalModel
from pricing.calculator.calculate import calculate
from pricing.calculator.modes import mode_choices, with_mode
from pricing.calculator.offer_table import NO_TARIFF
from pricing.calculator.query import CalculatorQuery
from pricing.calculator.result_rows import result_rows
from pricing.calculator.terms import with_terms
from pricing.estimate import estimate
from pricing.tariff import build_tariff
from pricing.terms import Term, Terms
from pricing.workload import Per, Workload
from tests.factories import make_model, make_offering, make_version
from tests.pricing.offers import PROFILE, make_offer, make_offer_table
from tests.pricing.strategies import bases, tiers, workloads

ONE = Workload(requests=1, per=Per.MONTH, input=1000, output=0)
FAST = CalculatorQuery((ONE,), mode="fast", every_offer=True)


def mode(usd, name="fast", own=()):
    return Mode(name, Prices(Decimal(usd), Decimal(usd)), own)


def table_of(*offers, profiles=(PROFILE,)):
    """Make a table; an offer is its standard price in USD, its tiers, and its modes."""
    made, tariffs = [], []
    for number, (usd, own, modes) in enumerate(offers):
        tariff = usd and build_tariff(Prices(Decimal(usd), Decimal(usd)), own)
        made.append(
            make_offer(
                provider=f"p{number}",
                model=f"m/{number}",
                tariff=len(tariffs) if tariff else NO_TARIFF,
                profile=0 if tariff else len(profiles) - 1,
                modes=tuple(modes),
            )
        )
        tariffs += [tariff] if tariff else []
    return make_offer_table(made, profiles, tariffs)


def ranked(table, query=FAST):
    result = calculate(with_mode(table, query.mode), query)
    return [(row.offer.provider, row.cost) for row in result.ranking], +result.excluded


def test_it_works():
    table = table_of((1, (), [mode(30)]), (2, (), [mode(6)]), (3, (), []))
    costs, excluded = ranked(table)
    assert costs == [("p1", Decimal("0.006")), ("p0", Decimal("0.03"))]
    assert excluded == {"mode": 1}
    assert [name for name, _cost in ranked(table, replace(FAST, mode=""))[0]] == ["p0", "p1", "p2"]


def test_a_standard_price_never_stands_in():
    assert ranked(table_of((1, (), [mode(30, "turbo")]))) == ([], {"mode": 1})


def test_no_offer_has_an_unknown_mode():
    assert ranked(table_of((1, (), [mode(30)])), replace(FAST, mode="warp")) == ([], {"mode": 1})


def test_an_offer_without_a_standard_price_may_have_one_in_a_mode():
    unknown = PROFILE._replace(priced=False, state="unknown")
    table = table_of((1, (), []), (None, (), [mode(5)]), profiles=(PROFILE, unknown))
    assert [name for name, _cost in ranked(table)[0]] == ["p1"]
    result = calculate(with_mode(table, "fast"), FAST)
    (row,) = result_rows(result.ranking, result, FAST)
    assert not any("In standard mode" in remark for remark in row.remarks)


def test_beyond_a_tier_that_the_mode_lacks_there_is_no_price():
    tier = Tier(1000, Prices(Decimal(2), Decimal(2)))
    table = table_of((1, (tier,), [mode(5)]), (1, (tier,), [mode(5, own=(tier,))]))
    assert len(ranked(table)[0]) == 2
    longer = replace(FAST, workloads=(replace(ONE, input=1001),))
    costs, excluded = ranked(table, longer)
    assert [name for name, _cost in costs] == ["p1"]
    assert excluded == {"mode-prompt": 1}


def test_a_row_says_what_the_offer_costs_without_the_mode():
    table = with_mode(table_of((1, (), [mode(30)])), "fast")
    result = calculate(table, FAST)
    (row,) = result_rows(result.ranking, result, FAST)
    assert (row.mode, row.remarks[0]) == (
        "fast mode",
        "In standard mode, at list prices: < $0.01.",
    )


def test_discounts_apply_to_the_price_of_the_mode():
    terms = Terms((Term(provider="p0", model="", off=Decimal(50)),))
    table = with_terms(with_mode(table_of((1, (), [mode(30)])), "fast"), terms)
    query = replace(FAST, terms=terms)
    result = calculate(table, query)
    (row,) = result_rows(result.ranking, result, query)
    assert row.cost == Decimal("0.015")
    assert table.list_tariff(row.offer).prices.input == 30
    assert table.standard_tariff(row.offer).prices.input == 1


def test_an_offer_in_use_that_lacks_the_mode_has_no_cost_to_save():
    table = table_of((1, (), []), (2, (), [mode(6)]))
    query = replace(FAST, instead="p0:llama", every_offer=False)
    replaced = calculate(with_mode(table, "fast"), query).replaced
    assert (replaced.cost, replaced.models) == (None, ())


@given(bases, bases, tiers, workloads)
def test_costs_are_those_of_the_modes_own_prices(standard, prices, own, workload):
    offer = make_offer(modes=(Mode("fast", prices, own),))
    table = make_offer_table([offer], tariffs=[build_tariff(standard, ())])
    result = calculate(with_mode(table, "fast"), CalculatorQuery((workload,), mode="fast"))
    for row in result.ranking:
        parts = [estimate(prices, own, usage).total for usage in workload.usages()]
        assert row.cost == sum(parts)


def test_modes_to_choose_from():
    table = table_of((1, (), [mode(30), mode(9, "turbo")]))
    assert mode_choices(table.modes) == [
        ("", "Standard"),
        ("fast", "fast mode"),
        ("turbo", "turbo"),
    ]
    assert mode_choices(table.modes, "warp")[-1] == ("warp", "warp")
    with translation.override("zh-hant"):
        assert mode_choices(table.modes)[1] == ("fast", "快速模式")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/models/a/m/", "/models/a/m/calculator/"])
def test_a_models_own_calculator_has_the_modes_of_its_offers(client, address):
    make_version()
    fast = {"modes": {"fast": {"cost": {"input": 30, "output": 150}}}}
    prices = {"input_price": "1", "output_price": "2"}
    extra = {"experimental": fast}
    make_offering(make_model("a/m", channel_count=2), "one", extra=extra, **prices)
    make_offering(CanonicalModel.objects.get(), "two", **prices)
    make_offering(make_model("a/n"), "two", "n", **prices)
    assert '<option value="fast">fast mode</option>' in client.get(address).content.decode()
    other = client.get(address.replace("/m/", "/n/")).content.decode()
    assert 'name="mode"' not in other


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_models_own_calculator_prices_the_mode(client, headers):
    make_version()
    fast = {"modes": {"fast": {"cost": {"input": 30, "output": 150}}}}
    prices = {"input_price": "1", "output_price": "2"}
    make_offering(make_model("a/m"), "one", extra={"experimental": fast}, **prices)
    make_offering(CanonicalModel.objects.get(), "two", **prices)
    address = "/models/a/m/calculator/?requests=1&per=month&input=1M&output=0"
    cheap = client.get(address, headers=headers)
    assert [row.cost for row in cheap.context["rows"]] == [1, 1]
    page_of = client.get(f"{address}&mode=fast", headers=headers)
    assert [row.cost for row in page_of.context["rows"]] == [30]
    text = page_of.content.decode()
    assert "Only offers that report a price for this mode are compared." in text
    assert ('<option value="fast" selected>' in text) is not bool(headers)


@pytest.mark.django_db
def test_a_mode_with_a_name_that_is_too_long_says_so(client):
    make_version()
    fast = {"modes": {"fast": {"cost": {"input": 30, "output": 150}}}}
    extra = {"experimental": fast}
    make_offering(make_model("a/m"), "one", extra=extra, input_price="1", output_price="2")
    for headers in ({}, {"HX-Request": "true"}):
        address = "/models/a/m/calculator/?mode=" + "x" * 31
        assert b"at most 30 characters" in client.get(address, headers=headers).content


@pytest.mark.django_db
def test_the_page_compares_offers_with_the_mode_only(client):
    make_version()
    fast = {"modes": {"fast": {"cost": {"input": 30, "output": 150}}}}
    prices = {"input_price": "1", "output_price": "2"}
    make_offering(make_model("a/m"), "one", extra={"experimental": fast}, **prices)
    make_offering(make_model("a/n"), "two", **prices)
    page_of = client.get("/calculator/?mode=fast", follow=True).content.decode()
    assert '<option value="fast" selected>' in page_of
    assert "Only offers that report a price for this mode are compared." in page_of
    assert "no price reported in this mode" in page_of
    csv = client.get("/calculator/result.csv?mode=fast").content.decode().splitlines()
    assert [line.rsplit(",", 1)[-1] for line in csv] == ["mode", "fast"]
