from decimal import Decimal

from catalog.domain.prices import Prices
from pricing.calculator.calculate import calculate
from pricing.calculator.hit_rate_offers import MOST_LINES, hit_rates
from pricing.calculator.query import CalculatorQuery
from pricing.tariff import build_tariff
from pricing.workload import Per, Workload
from tests.pricing.offers import make_offer, make_offer_table

CACHED = Workload(requests=1000, per=Per.MONTH, input=1000, output=0, cached=100, hits=50)


def drawn(*prices, workloads=(CACHED,), model=None):
    """Return what is drawn of offers with these prices for input and cache reads."""
    offers = [
        make_offer(provider=f"p{number}", model=model or f"m/{number}", tariff=number)
        for number in range(len(prices))
    ]
    tariffs = [
        build_tariff(Prices(Decimal(usd), Decimal(1), cache_read=read and Decimal(read)), ())
        for usd, read in prices
    ]
    query = CalculatorQuery(tuple(workloads))
    return hit_rates(calculate(make_offer_table(offers, tariffs=tariffs), query), query)


def providers(found):
    return [one.offer.provider for one in found.offers]


def test_it_works():
    found = drawn((1, None), (2, "0.2"))
    assert [(one.offer.provider, one.cost) for one in found.offers] == [
        ("p0", 1),
        ("p1", Decimal("1.1")),
    ]
    (point,) = found.break_evens
    assert round(point.point.percent, 9) == round(Decimal(100) / Decimal("1.8"), 9)
    assert (point.below.offer.provider, point.above.offer.provider) == ("p0", "p1")
    assert (found.hits, found.x) == (50, 47)


def test_without_a_cached_part_there_is_nothing_to_draw():
    assert drawn((1, None), workloads=[Workload(cached=0)]) is None
    assert drawn() is None


def test_draws_the_cheapest_without_hits_and_with_nothing_but_hits():
    usual = [(1, "0.5")] * 8
    found = drawn(*usual, ("0.9", "0.9"), ("3", "0.01"))
    assert len(found.offers) == MOST_LINES
    assert {"p8", "p9"} <= set(providers(found))
    assert [one.line.number for one in found.offers] == [1, 2, 3, 4, 5, 6]


def test_an_offer_far_down_the_list_is_drawn_where_it_is_the_cheapest_of_all():
    usual = [(1, f"0.{number + 300}") for number in range(200)]
    found = drawn(*usual, ("2", "0.01"))
    assert {one.offer.provider: one.lowest_text for one in found.offers if one.lowest} == {
        "p0": "0–77.5%",
        "p200": "77.5–100%",
    }


def test_every_offer_of_a_model_may_be_the_cheapest():
    found = drawn((1, None), ("2", "0.1"), model="m/one")
    assert providers(found) == ["p0", "p1"]


def test_what_does_not_fit_is_counted():
    # Tangents of a parabola: each is the lowest somewhere.
    lines = [(Decimal(n * n), Decimal(12 - n) ** 2) for n in range(1, 11)]
    found = drawn(*lines)
    assert (len(found.offers), found.more) == (MOST_LINES, 4)
    assert all(one.lowest for one in found.offers)


def test_the_rate_is_that_of_the_workload_that_caches():
    plain = Workload(cached=0, hits=10)
    assert drawn((1, "0.1"), workloads=[plain, CACHED]).hits == 50
