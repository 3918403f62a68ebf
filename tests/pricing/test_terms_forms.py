from decimal import Decimal

import pytest
from django.http import QueryDict

from pricing.terms import Currency, Term, Terms
from pricing.terms_forms import names_terms, read_terms
from tests.factories import make_model, make_offering

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue():
    make_offering(make_model("openai/gpt-5"), "azure", "gpt-5")


def read(query):
    return read_terms(QueryDict(query))


def errors(query):
    forms = read(query)
    assert forms.terms is None
    rows = [*forms.lines.values(), forms.currency]
    return {form.add_prefix(name): error for form in rows for name, error in form.errors.items()}


def test_it_works():
    query = (
        "t1-provider=azure&t1-off=7.5%25&t2-model=OpenAI/GPT-5&t2-input=$1.1&currency=twd&rate=31.5"
    )
    assert read(query).terms == Terms(
        (Term("azure", off=Decimal("7.5")), Term("", "openai/gpt-5", input=Decimal("1.1"))),
        Currency("TWD", Decimal("31.5")),
    )


def test_nothing_is_no_terms(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read("t1-provider=&t2-off=+&input=5").terms == Terms()
    assert not names_terms(QueryDict("t1-provider=&input=5"))


@pytest.mark.parametrize("query", ["t3-off=5", "currency=TWD", "rate=x", "t1-provider=%20x"])
def test_terms_are_recognised_though_they_are_wrong(query):
    assert names_terms(QueryDict(query))
    assert read(query).filled


@pytest.mark.parametrize(
    "query, field, said",
    [
        ("t1-provider=nobody&t1-off=5", "t1-provider", "No provider has this ID"),
        ("t1-model=gpt&t1-off=5", "t1-model", "No model has this ID"),
        ("t1-model=%00&t1-off=5", "t1-model", "Null characters"),
        (f"t1-model={'x' * 999}&t1-off=5", "t1-model", "at most 301 characters"),
        ("t1-off=5", "t1-provider", "Enter a provider, a model, or both"),
        ("t1-provider=azure", "t1-off", "Enter a discount or your own prices."),
        ("t1-provider=azure&t1-off=5&t1-input=1", "t1-off", "not both"),
        ("t1-provider=azure&t1-off=101", "t1-off", "100 or less"),
        ("t1-provider=azure&t1-off=-5", "t1-off", "Enter a number"),
        ("t1-provider=azure&t1-off=NaN", "t1-off", "Enter a number"),
        ("t1-provider=azure&t1-input=1e9", "t1-input", "Enter a number"),
        ("t1-provider=azure&t1-input=9999999", "t1-input", "1,000,000 or less"),
        ("t1-provider=azure&t1-input=0.0000000001", "t1-input", "at most nine decimal"),
        ("t1-provider=azure&t1-off=1&t2-provider=azure&t2-off=2", "t2-provider", "Another line"),
        ("currency=TWD", "rate", "how much of the currency"),
        ("rate=31.5", "currency", "the currency of the rate"),
        ("currency=NT$&rate=31.5", "currency", "three letters"),
        ("currency=TWD&rate=0", "rate", "above 0"),
        ("currency=TWD&rate=x", "rate", "Enter a number"),
    ],
)
def test_what_is_wrong_has_its_message(query, field, said):
    assert said in str(errors(query)[field])


def test_the_form_has_empty_lines_below_those_that_are_filled_in():
    assert len(read("").shown) == 2
    shown = read("t2-provider=azure&t2-off=5").shown
    assert [form.is_bound for form in shown] == [False, True, False, False]
    assert len(read("t10-provider=azure&t10-off=5").shown) == 10


def test_a_line_beyond_the_last_is_no_line():
    assert read("t11-provider=azure&t11-off=5").terms == Terms()


def test_the_url_of_terms_restores_them():
    terms = read("t4-provider=azure&t4-cache_read=0.010&currency=JPY&rate=150").terms
    assert read("&".join(f"{name}={value}" for name, value in terms.pairs)).terms == terms
