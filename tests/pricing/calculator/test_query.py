from dataclasses import replace
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from catalog.listing.facets import Filters
from pricing.calculator.query import (
    DEFAULT_WORKLOAD,
    CalculatorQuery,
    default_calculator_forms,
    read_calculator_forms,
)
from pricing.workload import Per, Workload
from tests.pricing.offers import make_offer, make_offer_table
from tests.pricing.strategies import workloads

OFFERS = [make_offer(), make_offer(provider="groq", maker="xai")]
FACETS = make_offer_table(OFFERS).facets


def read(query):
    return read_calculator_forms(QueryDict(query), FACETS)


def test_it_works():
    query = "requests=10&per=month&input=5k&cached=50&vision=yes&blended-max=2&now=12.50&page=2"
    parsed = read(query).query
    assert parsed.workloads == (Workload(requests=10, per=Per.MONTH, input=5000, cached=50),)
    assert parsed.choice.values == {"kind": ("chat",), "vision": ("yes",)}
    assert parsed.choice.bounds == {"blended": (None, 2)}
    assert (parsed.now, parsed.page) == (Decimal("12.5"), 2)


def test_filters_are_those_of_the_model_list():
    parsed = read("vision=yes&provider=groq&q=gpt&since=2025&context-min=128K&input=9").query
    assert parsed.list_query.choice_text == (
        "?q=gpt&provider=groq&vision=yes&context-min=128000&since=2025"
    )
    assert read(parsed.list_query.choice_text[1:]).query.choice == parsed.choice


def test_reasoning_is_a_capability_and_reasoning_tokens_are_tokens():
    parsed = read("reasoning=yes&reasoning_tokens=300&input=5").query
    assert parsed.choice.values == {"kind": ("chat",), "reasoning": ("yes",)}
    assert parsed.workloads[0].reasoning_tokens == 300
    assert read("reasoning=300").query == CalculatorQuery()


def test_a_plain_url_is_the_default_query():
    assert read("").query == CalculatorQuery()
    assert CalculatorQuery().text == ""


@pytest.mark.parametrize(
    ("given", "kinds", "text"),
    [
        ("", ("chat",), ""),
        ("kind=chat", ("chat",), ""),
        ("kind=all", (), "?kind=all"),
        ("kind=all&kind=embedding", (), "?kind=all"),
        ("kind=embedding", ("embedding",), "?kind=embedding"),
        ("kind=ocr&kind=chat", ("chat", "ocr"), "?kind=chat&kind=ocr"),
        ("kind=hologram", ("chat",), ""),
    ],
)
def test_starts_with_chat_models(given, kinds, text):
    query = read(given).query
    assert query.choice.values.get("kind", ()) == kinds
    assert query.text == text


def test_one_model_may_be_of_any_type():
    assert read("model=acme/embed").query.choice.values == {}


def test_every_offer_is_part_of_the_url():
    assert read("offers=all").query.text == "?offers=all"
    assert read("offers=some").query == CalculatorQuery()
    # One model is shown with all its offers anyway.
    assert read("offers=all&model=a/b").query.text == "?model=a%2Fb"


def test_the_default_forms_are_those_of_a_plain_url():
    forms = default_calculator_forms()
    assert forms.query == CalculatorQuery()
    assert [form["input"].value() for form in forms.workloads] == ["2000"]


def test_ignores_unknown_parameters_and_values():
    assert read("utm_source=x&sort=-name&7-input=5").query == CalculatorQuery()
    assert read("maker=nobody&vision=perhaps&page=0&q=" + "x" * 101).query == CalculatorQuery()


def test_ignores_an_invalid_bound_and_reports_it():
    forms = read("blended-max=lots&vision=yes")
    assert forms.query == read("vision=yes").query
    assert forms.list_query.wrong == {"blended-max": "lots"}


def test_a_second_workload():
    parsed = read("input=10&2-input=20&2-steps=3").query
    assert [(w.input, w.steps) for w in parsed.workloads] == [(10, 1), (20, 3)]


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
def test_an_invalid_field_has_an_error(query, field):
    forms = read(query)
    assert forms.query is None
    assert list(forms.workloads[0].errors) == [field]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("now=lots", "now"),
        ("growth=0.001", "growth"),
    ],
)
def test_an_invalid_comparison_has_an_error(query, field):
    forms = read(query)
    assert forms.query is None
    assert list(forms.comparison.errors) == [field]


words = st.text(st.characters(codec="utf-8", categories=("L", "N")), max_size=100)
money = st.decimals(min_value="0.01", max_value=10**9, places=2)
some = st.sets(st.sampled_from(["groq", "inference"]), min_size=1)
states = st.sets(st.sampled_from(["yes", "no", "silent"]), min_size=1)
kinds = st.sets(st.sampled_from(["chat", "embedding", "ocr"]), min_size=1)
choices = st.builds(
    Filters,
    values=st.fixed_dictionaries(
        {}, optional={"kind": kinds, "provider": some, "vision": states}
    ).map(lambda values: {key: tuple(sorted(chosen)) for key, chosen in values.items()}),
    bounds=st.fixed_dictionaries(
        {}, optional={"blended": st.tuples(st.none(), money.map(Decimal.normalize))}
    ),
    since=st.sampled_from(["", "2025", "2025-12", "2025-12-31"]),
    scores=st.just({}),
    words=words,
)
queries = st.builds(
    CalculatorQuery,
    workloads=st.lists(workloads, min_size=1, max_size=5).map(tuple),
    model=words,
    now=st.none() | money,
    growth=st.none() | st.sampled_from([Decimal(2), Decimal("1.5"), Decimal(10)]),
    choice=choices,
    more=st.sampled_from(["", "maker"]),
    page=st.integers(1, 9999),
    every_offer=st.booleans(),
).map(lambda query: replace(query, default_kind="", every_offer=False) if query.model else query)


@given(queries)
def test_a_url_restores_its_query(query):
    again = read(query.text[1:]).query
    assert again == query
    assert again.text == query.text


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_accepts_any_query_string(query):
    forms = read(query)
    assert forms.query is None or read(forms.query.text[1:]).query == forms.query


def test_the_models_to_which_it_is_limited_are_part_of_the_url():
    query = read("models=b/two,a/one,a/one").query
    assert query.models == ("a/one", "b/two")
    assert query.default_kind == ""
    assert QueryDict(query.text[1:])["models"] == "a/one,b/two"


@pytest.mark.parametrize("given", ["", "a", "a/b/c", ",", "%00/x", "x" * 200 + "/y"])
def test_what_is_no_canonical_id_limits_nothing(given):
    assert read(f"models={given}").query.models == ()


def test_models_are_at_most_six():
    assert len(read("models=" + ",".join(f"a/m{n}" for n in range(40))).query.models) <= 6
