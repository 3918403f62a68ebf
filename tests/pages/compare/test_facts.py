"""The facts of a comparison: values as text, the best one, and differences."""

import pytest

from pages.compare.columns import ComparedColumn
from pages.compare.facts import GROUPS, fact_groups
from tests.factories import make_model, make_offering

pytestmark = pytest.mark.django_db


def column(path="meta/llama", offer=None, **facts):
    model = make_model(path, **facts)
    offering = None if offer is None else make_offering(model, **offer)
    return ComparedColumn(model, offering, (), chosen=False, remove_url="")


def row(label, *columns, **options):
    groups = fact_groups(columns, **options)
    return next((r for group in groups for r in group.rows if str(r.label) == label), None)


@pytest.mark.parametrize(
    "label, facts, text",
    [
        ("Context", {"context": 128_000}, "128K"),
        ("Context", {}, ""),
        ("Providers", {"provider_count": 0}, "0"),
        ("Released", {"released": ""}, ""),
        ("Released", {"released": "2024-09"}, "2024-09"),
        ("Input modalities", {"input_modalities": ["text", "image"]}, "text, images"),
        ("Input modalities", {"input_modalities": []}, ""),
    ],
)
def test_a_value_as_text(label, facts, text):
    assert row(label, column(**facts)).cells[0].text == text


@pytest.mark.parametrize("value", [True, False, None])
def test_a_flag_is_drawn_by_its_value(value):
    found = row("Tool calling", column(tool_calling=value))
    assert (found.kind, found.cells[0].value) == ("flag", value)


@pytest.mark.parametrize(
    "offer, text",
    [
        (None, ""),
        ({"input_price": "2", "output_price": "4"}, "$2.00"),
        ({"input_price": "0", "output_price": "0"}, ""),
        ({"provider_model_id": "x:free", "input_price": "0", "output_price": "0"}, "$0.000"),
        ({"provider": "x-coding-plan", "input_price": "0", "output_price": "0"}, ""),
    ],
    ids=["no offer", "priced", "a placeholder", "free", "subscription"],
)
def test_a_price_of_zero_counts_where_the_offer_is_free(offer, text):
    assert row("Input", column(offer=offer)).cells[0].text == text


@pytest.mark.parametrize(
    "label, values, best",
    [
        ("Context", [1000, 2000], [False, True]),
        ("Context", [1000, None], [False, False]),
        ("Context", [1000, 1000], [False, False]),
        ("Context", [2000, 2000, 1000], [True, True, False]),
        ("Offers", [1, 2], [False, False]),
    ],
    ids=["the larger", "one unknown", "equal", "two best", "no direction is better"],
)
def test_the_best_value(label, values, best):
    fact = {"Context": "context", "Offers": "channel_count"}[label]
    columns = [column(f"meta/m{n}", **{fact: value}) for n, value in enumerate(values)]
    assert [cell.best for cell in row(label, *columns).cells] == best


def test_the_lowest_price_is_the_best():
    prices = [{"input_price": usd, "output_price": usd} for usd in ("2", "1")]
    columns = [column(f"meta/m{n}", offer) for n, offer in enumerate(prices)]
    assert [cell.best for cell in row("Blended", *columns).cells] == [False, True]


def test_only_differences_leaves_out_equal_facts_and_empty_groups():
    one, other = column("meta/a", vision=True, context=1), column("meta/b", context=2)
    assert row("Context", one, other, only_differences=True).differs
    assert row("Reasoning", one, other, only_differences=True) is None
    groups = fact_groups([one, other], only_differences=True)
    assert [str(group.label) for group in groups] == ["Limits and availability"]


def test_not_reported_differs_from_any_value():
    columns = [column("meta/a", reasoning=False), column("meta/b")]
    assert row("Reasoning", *columns).differs


def test_every_fact_has_a_row():
    shown = [(group.label, len(group.rows)) for group in fact_groups([column()])]
    assert shown == [(label, len(facts)) for label, facts in GROUPS]
