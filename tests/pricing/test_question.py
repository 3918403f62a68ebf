from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from pricing.fit import ABILITIES
from pricing.question import USUAL, Question, read_question
from pricing.workload import Per, Workload
from tests.pricing.strategies import workloads


def read(query):
    return read_question(QueryDict(query))


def test_it_works():
    asked = read("requests=10&per=month&input=5k&cached=50&needs=vision&now=12.50&page=2").question
    assert asked.workloads == (Workload(requests=10, per=Per.MONTH, input=5000, cached=50),)
    assert (asked.needs, asked.now, asked.page) == (("vision",), Decimal("12.5"), 2)


def test_a_bare_address_asks_the_usual():
    assert read("").question == Question()
    assert Question().text == ""


def test_what_is_no_field_is_left_out():
    assert read("utm_source=x&sort=-name&7-input=5").question == Question()


def test_a_second_workload():
    asked = read("input=10&2-input=20&2-steps=3").question
    assert [(w.input, w.steps) for w in asked.workloads] == [(10, 1), (20, 3)]


def test_workloads_are_added_and_removed():
    two = Question().with_workload()
    assert two.workloads == (USUAL, USUAL)
    assert two.without_workload(0) == two.without_workload(1) == Question()
    assert Question().without_workload(0) == two.without_workload(7).without_workload(0)
    five = Question(workloads=(USUAL,) * 5)
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
        ("needs=magic", "needs"),
        ("q=%00", "q"),
        ("q=" + "x" * 101, "q"),
        ("maker=a/b", "maker"),
        ("page=0", "page"),
    ],
)
def test_a_wrong_filter_has_its_message(query, field):
    asked = read(query)
    assert asked.question is None
    assert list(asked.filters.errors) == [field]


words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), max_size=100)
money = st.decimals(min_value="0.01", max_value=10**9, places=2)
questions = st.builds(
    Question,
    workloads=st.lists(workloads, min_size=1, max_size=5).map(tuple),
    q=words,
    maker=st.from_regex(r"[a-z0-9-]{0,9}", fullmatch=True),
    provider=words,
    model=words,
    needs=st.sets(st.sampled_from(ABILITIES)).map(
        lambda names: tuple(name for name in ABILITIES if name in names)
    ),
    now=st.none() | money,
    growth=st.none() | st.sampled_from([Decimal(2), Decimal("1.5"), Decimal(10)]),
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
