"""Surcharges of the regions that a result shows."""

from decimal import Decimal

import pytest

from catalog.domain.modes import Mode
from catalog.domain.prices import Prices
from catalog.domain.surcharges import Surcharge
from pricing.calculator.calculate import calculate
from pricing.calculator.modes import with_mode
from pricing.calculator.query import CalculatorQuery
from pricing.calculator.result_rows import result_rows
from pricing.calculator.terms import with_terms
from pricing.region_surcharges import region_surcharges, surcharge_figures, surcharge_text
from pricing.tariff import build_tariff
from pricing.terms import Term, Terms
from pricing.workload import Workload
from tests.pricing.offers import make_offer, make_offer_table


def prices(usd):
    return Prices(Decimal(usd), Decimal(usd))


TARIFFS = [build_tariff(prices(usd), ()) for usd in ("10", "11", "1")]
PLAIN = make_offer(provider="bedrock", provider_model_id="meta.llama")
EU = make_offer(provider="bedrock", provider_model_id="eu.meta.llama", tariff=1)
QUERY = CalculatorQuery((Workload(),), every_offer=True)


def test_it_works():
    table = make_offer_table([PLAIN, EU], tariffs=TARIFFS)
    found = region_surcharges(table, table.offers)
    assert found == {("bedrock", "eu.meta.llama"): Surcharge(Decimal(10), Decimal(10))}
    assert region_surcharges(table, [PLAIN]) == {}


def test_a_row_of_the_calculator_says_it():
    result = calculate(make_offer_table([PLAIN, EU], tariffs=TARIFFS), QUERY)
    plain, eu = result_rows(result.ranking, result, QUERY)
    assert (plain.surcharge, eu.surcharge) == ("", "+10%")
    assert "+10% over this provider’s offer without a region." in eu.remarks


def test_it_is_that_of_list_prices():
    terms = Terms((Term("bedrock", off=Decimal(50)),))
    table = with_terms(make_offer_table([PLAIN, EU], tariffs=TARIFFS), terms)
    assert region_surcharges(table, table.offers)["bedrock", "eu.meta.llama"].input == 10


def test_in_a_mode_it_is_that_of_the_mode():
    fast = [(Mode("fast", prices(usd)),) for usd in ("20", "30")]
    several = [PLAIN._replace(modes=fast[0]), EU._replace(modes=fast[1])]
    table = with_mode(make_offer_table(several, tariffs=TARIFFS), "fast")
    assert region_surcharges(table, table.offers)["bedrock", "eu.meta.llama"].input == 50
    alone = [PLAIN, EU._replace(modes=fast[1])]
    table = with_mode(make_offer_table(alone, tariffs=TARIFFS), "fast")
    assert region_surcharges(table, table.offers) == {}


def test_a_doubtful_price_is_no_base():
    doubtful = PLAIN._replace(price_doubt="low", tariff=2)
    table = make_offer_table([doubtful, EU], tariffs=TARIFFS)
    assert region_surcharges(table, table.offers) == {}


@pytest.mark.parametrize(
    ("change", "figures", "text"),
    [
        (("10", "10"), "+10%", "+10% over this provider’s offer without a region."),
        (
            *(("10", "-5"), "+10% / \N{MINUS SIGN}5%"),
            "Input +10%, output \N{MINUS SIGN}5% compared with this provider’s offer without a region.",
        ),
    ],
)
def test_in_words(change, figures, text):
    surcharge = Surcharge(*map(Decimal, change))
    assert (surcharge_figures(surcharge), surcharge_text(surcharge)) == (figures, text)
