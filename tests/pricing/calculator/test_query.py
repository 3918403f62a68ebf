from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from catalog.listing.facets import Filters
from pricing.calculator.query import DEFAULT_WORKLOAD, CalculatorQuery, read_calculator_query
from pricing.workload import Per, Workload
from tests.pricing.channels import make_channel, make_market
from tests.pricing.strategies import workloads

SETS = make_market([make_channel(), make_channel(provider="groq", maker="xai")]).sets


def read(query):
    return read_calculator_query(QueryDict(query), SETS)


def test_it_works():
    query = "requests=10&per=month&input=5k&cached=50&vision=yes&blended-max=2&now=12.50&page=2"
    asked = read(query).question
    assert asked.workloads == (Workload(requests=10, per=Per.MONTH, input=5000, cached=50),)
    assert asked.choice.values == {"vision": ("yes",)}
    assert asked.choice.bounds == {"blended": (None, 2)}
    assert (asked.now, asked.page) == (Decimal("12.5"), 2)


def test_filters_are_those_of_the_list_of_models():
    asked = read("vision=yes&provider=groq&q=gpt&since=2025&context-min=128K&input=9").question
    assert asked.list_query.choice_text == (
        "?q=gpt&provider=groq&vision=yes&context-min=128000&since=2025"
    )
    assert read(asked.list_query.choice_text[1:]).question.choice == asked.choice


def test_reasoning_is_a_capability_and_reasoning_tokens_are_tokens():
    asked = read("reasoning=yes&reasoning_tokens=300&input=5").question
    assert asked.choice.values == {"reasoning": ("yes",)}
    assert asked.workloads[0].reasoning_tokens == 300
    assert read("reasoning=300").question == CalculatorQuery()


def test_a_bare_address_asks_the_usual():
    assert read("").question == CalculatorQuery()
    assert CalculatorQuery().text == ""


def test_what_is_no_field_is_left_out():
    assert read("utm_source=x&sort=-name&7-input=5").question == CalculatorQuery()
    assert read("maker=nobody&vision=perhaps&page=0&q=" + "x" * 101).question == CalculatorQuery()


def test_a_bound_that_is_no_figure_is_said_and_left_out():
    asked = read("blended-max=lots&vision=yes")
    assert asked.question == read("vision=yes").question
    assert asked.list_query.wrong == {"blended-max": "lots"}


def test_a_second_workload():
    asked = read("input=10&2-input=20&2-steps=3").question
    assert [(w.input, w.steps) for w in asked.workloads] == [(10, 1), (20, 3)]


def test_workloads_are_added_and_removed():
    two = CalculatorQuery().with_workload()
    assert two.workloads == (DEFAULT_WORKLOAD, DEFAULT_WORKLOAD)
    assert two.without_workload(0) == two.without_workload(1) == CalculatorQuery()
    assert CalculatorQuery().without_workload(0) == two.without_workload(7).without_workload(0)
    five = CalculatorQuery(workloads=(DEFAULT_WORKLOAD,) * 5)
    assert five.with_workload() == five


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("input=1" + "0" * 30, "input"),
        ("input=-1", "input"),
        ("output=NaN", "output"),
        ("requests=0", "requests"),
        ("cached=101", "cached"),
        ("steps=100000", "steps"),
        ("per=fortnight", "per"),
        ("input=0&output=0", "input"),
        ("input=%00", "input"),
    ],
)
def test_a_wrong_field_has_its_message(query, field):
    asked = read(query)
    assert asked.question is None
    assert list(asked.forms[0].errors) == [field]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("now=lots", "now"),
        ("growth=0.001", "growth"),
    ],
)
def test_a_wrong_comparison_has_its_message(query, field):
    asked = read(query)
    assert asked.question is None
    assert list(asked.compared.errors) == [field]


words = st.text(st.characters(codec="utf-8", categories=("L", "N")), max_size=100)
money = st.decimals(min_value="0.01", max_value=10**9, places=2)
some = st.sets(st.sampled_from(["groq", "inference"]), min_size=1)
states = st.sets(st.sampled_from(["yes", "no", "silent"]), min_size=1)
choices = st.builds(
    Filters,
    values=st.fixed_dictionaries({}, optional={"provider": some, "vision": states}).map(
        lambda values: {key: tuple(sorted(chosen)) for key, chosen in values.items()}
    ),
    bounds=st.fixed_dictionaries(
        {}, optional={"blended": st.tuples(st.none(), money.map(Decimal.normalize))}
    ),
    since=st.sampled_from(["", "2025", "2025-12", "2025-12-31"]),
    scores=st.just({}),
    words=words,
)
questions = st.builds(
    CalculatorQuery,
    workloads=st.lists(workloads, min_size=1, max_size=5).map(tuple),
    model=words,
    now=st.none() | money,
    growth=st.none() | st.sampled_from([Decimal(2), Decimal("1.5"), Decimal(10)]),
    choice=choices,
    more=st.sampled_from(["", "maker"]),
    page=st.integers(1, 9999),
)


@given(questions)
def test_an_address_asks_the_same_again(question):
    again = read(question.text[1:]).question
    assert again == question
    assert again.text == question.text


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_query_string_breaks_it(query):
    asked = read(query)
    assert asked.question is None or read(asked.question.text[1:]).question == asked.question
