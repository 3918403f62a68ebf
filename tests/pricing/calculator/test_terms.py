from decimal import Decimal

import pytest

from catalog.domain.prices import Prices
from config.kept_pages.keeper import KEEPER
from pricing.calculator.calculate import calculate
from pricing.calculator.csv_export import HEAD, result_csv_rows
from pricing.calculator.query import CalculatorQuery
from pricing.calculator.terms import with_terms
from pricing.tariff import build_tariff
from pricing.terms import Currency, Term, Terms
from pricing.workload import Per, Workload
from tests.factories import make_model, make_offering, make_version, recommend
from tests.pricing.offers import PROFILE, make_offer, make_offer_table

MILLION = Workload(requests=1, per=Per.MONTH, input=1_000_000, output=0)
QUERY = CalculatorQuery((MILLION,), every_offer=True)
HALF = Terms((Term("p1", off=Decimal(50)),), Currency("TWD", Decimal("31.5")))


def table():
    offers = [make_offer(provider=f"p{n}", tariff=min(n, 1)) for n in range(3)]
    offers.append(make_offer(provider="p1", tariff=-1, profile=1))
    prices = (Prices(Decimal(2), Decimal(2)), Prices(Decimal(3), Decimal(3)))
    profiles = (PROFILE, PROFILE._replace(state="unknown", priced=False))
    return make_offer_table(offers, profiles, tariffs=[build_tariff(one, ()) for one in prices])


def costs(terms):
    ranking = calculate(with_terms(table(), terms), QUERY).ranking
    return [(row.offer.provider, row.cost) for row in ranking if row.offer.tariff >= 0]


def test_it_works():
    assert costs(Terms()) == [("p0", 2), ("p1", 3), ("p2", 3)]
    assert costs(HALF) == [("p1", Decimal("1.5")), ("p0", 2), ("p2", 3)]


def test_a_table_without_lines_is_the_same_one():
    one = table()
    assert with_terms(one, Terms((), HALF.currency)) is one


def test_list_prices_are_still_known():
    changed = with_terms(table(), HALF)
    assert [changed.list_tariff(offer).prices.input for offer in changed.offers[:3]] == [2, 3, 3]
    assert changed.tariff(changed.offers[1]).prices.input == Decimal("1.5")


def test_the_csv_has_both_costs_and_the_line_that_applies():
    result = calculate(with_terms(table(), HALF), QUERY)
    rows = [dict(zip(HEAD, row, strict=True)) for row in list(result_csv_rows(result, HALF))[1:3]]
    names = ("provider_id", "usd_per_month", "list_usd_per_month", "terms", "in_currency")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("p1", Decimal("1.5"), 3, "50% off", Decimal("47.25")),
        ("p0", 2, 2, None, 63),
    ]


# The pages

ADDRESS = "/calculator/"
TERMS = "t1-provider=groq&t1-off=50&currency=TWD&rate=31.5"
WORK = "requests=1&per=month&input=1000000&output=0"


@pytest.fixture
def catalogue(db):
    make_version()
    llama = make_model("meta/llama")
    recommend(make_offering(llama, "groq", "llama", input_price="4", output_price="4"))
    make_offering(llama, "nebius", "llama", input_price="3", output_price="3")


def test_the_page_ranks_at_the_readers_terms(client, catalogue):
    html = client.get(f"{ADDRESS}?{WORK}&{TERMS}&offers=all").content.decode()
    first = html.partition("<tbody>")[2].partition("</tr>")[0]
    assert "$2.00" in first
    assert "TWD 63.00" in first
    assert "your terms" in first
    assert "Your discount: 50%. At list prices: $4.00." in html
    assert "t1-provider=groq&amp;t1-off=50&amp;currency=TWD&amp;rate=31.5" in html  # the CSV link


def test_the_page_of_one_model_keeps_the_terms(client, catalogue):
    html = client.get(f"/models/meta/llama/calculator/?{WORK}&{TERMS}").content.decode()
    assert "TWD 63.00" in html
    assert '<input type="hidden" name="t1-off" value="50">' in html


def test_what_is_wrong_is_said_beside_its_field(client, catalogue):
    html = client.get(f"{ADDRESS}?t1-provider=nobody&t1-off=5&rate=x").content.decode()
    error = html.partition('id="id_t1-provider-error"')[2].partition("</p>")[0]
    assert "No provider has this ID" in error
    assert "Fix the highlighted fields" in html
    assert client.get(f"{ADDRESS}result.csv?t1-off=5").status_code == 400


def test_buttons_add_and_remove_lines(client, catalogue):
    sent = client.get(f"{ADDRESS}?{WORK}&{TERMS}&do=remove-term+1")
    assert sent["Location"] == f"{ADDRESS}?{WORK}&currency=TWD&rate=31.5"
    sent = client.get(f"{ADDRESS}?{WORK}&{TERMS}&do=add-term", headers={"HX-Request": "true"})
    assert sent["HX-Redirect"] == f"{ADDRESS}?{WORK}&{TERMS}#terms"


@pytest.mark.parametrize(
    "address", [ADDRESS, f"{ADDRESS}result.csv", "/models/meta/llama/calculator/"]
)
def test_no_cache_keeps_what_a_reader_pays(client, catalogue, address):
    KEEPER.clear()
    answer = client.get(f"{address}?{WORK}&{TERMS}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.kept_in_state is None
    kept = client.get(f"{address}?{WORK}")
    assert "public" in kept["Cache-Control"]
