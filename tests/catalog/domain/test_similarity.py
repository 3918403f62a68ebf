from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest

from catalog.domain.similarity import (
    MOST,
    SimilarModel,
    alternatives,
    compared,
    is_alternative,
    is_replacement,
    line,
    relatives,
    snapshotless,
)

TEXT, PICTURES = frozenset({"text"}), frozenset({"text", "image"})
TOOLS = frozenset({"tool_calling"})


def model(path, **facts):
    stated = {"inputs": TEXT, "outputs": TEXT, "providers": 3, "scores": (50,) * 6}
    return SimilarModel(path, **stated | {"blended": Decimal(2)} | facts)


SUBJECT = model("acme/one-1", blended=Decimal(1), capabilities=TOOLS)
FIT = model("other/two-2", capabilities=TOOLS)


def test_a_model_for_the_same_use_at_another_price_is_an_alternative():
    assert is_alternative(SUBJECT, FIT)
    assert [m.path for m in alternatives(SUBJECT, [FIT])] == ["other/two-2"]


@pytest.mark.parametrize(
    ("facts", "fits"),
    [
        ({"inputs": PICTURES}, True),
        ({"capabilities": TOOLS | {"reasoning"}}, True),
        ({"blended": Decimal("0.5")}, True),
        ({"official": False}, True),
        ({"capabilities": frozenset({"reasoning"})}, False),
        ({"outputs": PICTURES}, False),
        ({"inputs": frozenset({"audio"})}, False),
        ({"blended": None}, False),
        ({"blended": Decimal(1)}, False),
        ({"deprecated": True}, False),
        ({"kind": "embedding"}, False),
        ({"path": "acme/one-1"}, False),
        ({"path": "acme/one-1-20260101"}, False),
        ({"path": "acme/one-1-thinking"}, False),
    ],
)
def test_is_alternative(facts, fits):
    assert is_alternative(SUBJECT, replace(FIT, **facts)) is fits


def test_without_a_price_of_its_own_any_published_price_is_another():
    assert is_alternative(replace(SUBJECT, blended=None), FIT)


def test_order_official_then_distance_then_providers_then_id():
    others = [
        replace(FIT, path="d/derived", official=False),
        replace(FIT, path="c/near", scores=(55,) + (50,) * 5),
        replace(FIT, path="b/same"),
        replace(FIT, path="a/same"),
        replace(FIT, path="z/sold", providers=9),
    ]
    expected = ["z/sold", "a/same", "b/same", "c/near"]
    for order in permutations(others):
        assert [m.path for m in alternatives(SUBJECT, order)] == expected


CHEAP = replace(FIT, path="cheap/one", blended=Decimal("0.5"), context=8000)
WITH_CONTEXT = replace(SUBJECT, context=8000)


@pytest.mark.parametrize(
    ("facts", "replaces"),
    [
        ({}, True),
        ({"context": 16_000}, True),
        ({"context": 7999}, False),
        ({"context": None}, False),
        ({"blended": Decimal("0.95")}, False),  # a similar price
        ({"blended": Decimal("0.94")}, True),
        ({"blended": Decimal(2)}, False),
        ({"scores": (40,) * 6}, True),
        ({"scores": (39,) + (50,) * 5}, False),
        ({"scores": (100,) * 6}, True),
    ],
)
def test_is_replacement(facts, replaces):
    assert is_replacement(WITH_CONTEXT, replace(CHEAP, **facts)) is replaces


def test_without_a_context_or_a_price_of_its_own():
    assert is_replacement(SUBJECT, replace(CHEAP, context=None))
    assert not is_replacement(replace(SUBJECT, blended=None), CHEAP)


def test_cheaper_replacements_come_first_and_the_cheapest_leads():
    others = [
        FIT,
        replace(CHEAP, path="b/half"),
        replace(CHEAP, path="a/tenth", blended=Decimal("0.1"), scores=(45,) * 6),
        replace(CHEAP, path="c/derived", blended=Decimal("0.01"), official=False),
        replace(CHEAP, path="d/small", blended=Decimal("0.01"), context=4000, scores=(55,) * 6),
    ]
    for order in permutations(others):
        found = [m.path for m in alternatives(WITH_CONTEXT, order)]
        assert found == ["a/tenth", "b/half", "c/derived", "other/two-2"]


def test_beside_a_cheaper_one_none_costs_over_twice_as_much():
    dear, twice = replace(FIT, path="d/dear", blended=Decimal("2.01")), FIT
    assert [m.path for m in alternatives(WITH_CONTEXT, [dear, twice, CHEAP])] == [
        *("cheap/one", "other/two-2"),
    ]
    assert [m.path for m in alternatives(WITH_CONTEXT, [dear, twice])] == ["d/dear", "other/two-2"]


def test_without_a_cheaper_one_the_similar_ones_stay_as_they_are():
    dear = [
        replace(FIT, path=f"{letter}/{letter}", scores=(50 + n,) * 6)
        for n, letter in enumerate("dcba")
    ]
    assert [m.path for m in alternatives(SUBJECT, dear)] == ["d/d", "c/c", "b/b", "a/a"]


def test_a_version_of_the_model_is_no_alternative():
    assert not is_alternative(replace(SUBJECT, key=7), replace(CHEAP, key=7))
    assert is_alternative(replace(SUBJECT, key=7), replace(CHEAP, key=8))
    assert is_alternative(SUBJECT, CHEAP)  # 0 is unknown


def test_far_scores_are_no_alternative():
    assert alternatives(SUBJECT, [replace(FIT, scores=(60,) * 6)])
    assert not alternatives(SUBJECT, [replace(FIT, scores=(61,) + (60,) * 5)])


def test_one_model_of_a_line_and_two_of_a_maker():
    paths = ["x/max-1", "x/max-2", "x/mini-1", "x/nano-1", "y/max-1"]
    found = alternatives(SUBJECT, [replace(FIT, path=path) for path in paths])
    assert [m.path for m in found] == ["x/max-1", "x/mini-1", "y/max-1"]


def test_at_most_so_many():
    many = [replace(FIT, path=f"maker-{letter}/{letter}") for letter in "abcdefg"]
    assert len(alternatives(SUBJECT, many)) == MOST


@pytest.mark.parametrize(
    ("path", "without", "of_line"),
    [
        (
            "anthropic/claude-opus-4-5-20251101",
            "anthropic/claude-opus-4-5",
            "anthropic/claude-opus",
        ),
        ("anthropic/claude-opus-4-5", "anthropic/claude-opus-4-5", "anthropic/claude-opus"),
        ("openai/gpt-5-3-chat-latest", "openai/gpt-5-3-chat", "openai/gpt-chat"),
        ("alibaba/qwen3-5-plus-02-15", "alibaba/qwen3-5-plus", "alibaba/qwen-plus"),
        ("cohere/command-r-08-2024", "cohere/command-r", "cohere/command-r"),
        ("meta/llama-3-2-1b-instruct", "meta/llama-3-2-1b-instruct", "meta/llama-instruct"),
        ("alibaba/qwen3-235b-a22b", "alibaba/qwen3-235b-a22b", "alibaba/qwen"),
        ("xai/grok-4-20-0309-non-reasoning", "xai/grok-4-20", "xai/grok"),
    ],
)
def test_snapshots_and_lines(path, without, of_line):
    assert snapshotless(path) == without
    assert line(path) == of_line


@pytest.mark.parametrize(
    ("ratio", "price"),
    [
        ("0.949", "cheaper"),
        ("0.95", "similar"),
        ("1", "similar"),
        ("1.05", "similar"),
        ("1.051", "dearer"),
    ],
)
def test_price_comparison(ratio, price):
    assert compared(Decimal(ratio)) == price


def test_relatives_are_the_makers_with_most_providers_first():
    kin = [
        model("acme/old", providers=2, released="2024-01"),
        model("acme/new", providers=2, released="2025-01"),
        model("acme/sold", providers=5),
        model("acmes/other"),
        SUBJECT,
    ]
    assert [m.slug for m in relatives(SUBJECT, kin)] == ["sold", "new", "old"]
