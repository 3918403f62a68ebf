"""The rules that find doubtful values: each with what it finds and what it leaves."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.feed.normalise import FLAGS
from pages.data_quality.rules import (
    BY_KEY,
    DOUBTFUL_PRICE,
    EVERY_RULE,
    RULES,
    VANISHED,
    QualityOffer,
    find_doubts,
)

TODAY = date(2026, 5, 12)
SILENT = dict.fromkeys(FLAGS)


def offer(name="a", **stated):
    flags = SILENT | {flag: stated.pop(flag) for flag in FLAGS if flag in stated}
    if "blended" in stated:
        stated["blended"] = Decimal(stated["blended"])
    values = {
        **dict.fromkeys(("context", "max_output", "blended")),
        **dict.fromkeys(("released", "last_updated", "knowledge"), ""),
    } | stated
    return QualityOffer(provider=name, provider_model_id="m", flags=flags, **values)


def several(field, *values):
    return [offer(str(place), **{field: value}) for place, value in enumerate(values)]


# Rule, the offers of one model, and what is found: offer, field, compared with.
FOUND = [
    ("output-above-context", [offer(context=8, max_output=9)], [("a", "max_output", 8)]),
    ("output-above-context", [offer(context=8, max_output=8)], []),
    ("output-above-context", [offer(max_output=9)], []),
    ("context", several("context", 100, 100, 401), [("2", "context", 100)]),
    ("context", several("context", 100, 100, 24), [("2", "context", 100)]),
    ("context", several("context", 100, 100, 400, 25), []),
    ("context", several("context", 100, 900), []),
    ("context", several("context", 100, 100, None, 900), [("3", "context", 100)]),
    ("price", several("blended", "1", "1", "3.01"), [("2", "prices.input", 1)]),
    ("price", several("blended", "1", "1", "0.33"), [("2", "prices.input", 1)]),
    ("price", several("blended", "1", "1", "3", "0.34"), []),
    ("price", several("blended", "1", "9"), []),
    ("flag", several("reasoning", True, True, False), [("2", "reasoning", True)]),
    ("flag", several("reasoning", False, False, True), [("2", "reasoning", False)]),
    ("flag", several("reasoning", True, True, None), []),
    ("flag", several("reasoning", True, True, False, False), []),
    ("date", several("released", "2025-02-30"), [("0", "released", None)]),
    ("date", several("released", "2026-06"), [("0", "released", "2026-05-12")]),
    ("date", several("released", "2026-05", "2026-05-12", "2024", ""), []),
    (
        "date",
        [offer(released="2025-02-01", last_updated="2025-01-31")],
        [("a", "last_updated", "2025-02-01")],
    ),
    ("date", [offer(released="2025-02-01", last_updated="2025-02")], []),
    ("date", [offer(released="2024-05", knowledge="2024-06")], [("a", "knowledge", "2024-05")]),
    ("date", [offer(released="2024-05", knowledge="2024")], []),
]


@pytest.mark.parametrize("place", range(len(FOUND)))
def test_works(place):
    key, offers, expected = FOUND[place]
    found = [
        (doubt.offer.provider, doubt.field, doubt.other)
        for rule, doubt in find_doubts([offers], TODAY)
        if rule.key == key
    ]
    assert found == expected


def test_every_rule_has_examples_both_ways():
    for rule in RULES:
        results = [bool(expected) for key, _offers, expected in FOUND if key == rule.key]
        assert {True, False} == set(results), rule.key


def test_the_table_of_rules_is_complete():
    assert list(BY_KEY.values()) == list(EVERY_RULE) == [*RULES, DOUBTFUL_PRICE, VANISHED]
    assert all(rule.name and rule.sentence.endswith(".") for rule in EVERY_RULE)


def test_models_are_not_compared_with_each_other():
    assert list(find_doubts([several("context", 1), several("context", 900, 900)], TODAY)) == []
