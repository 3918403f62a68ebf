"""Rows as exports write them, and what they ask for."""

import pytest

from catalog.domain.modes import NO_ASKS
from pricing.usage_log.asks import asks_text, read_asks
from pricing.usage_log.columns import read_columns

PRIORITY, FAST = ("service_tier", "priority"), ("speed", "fast")
BATCH, FLEX = ("service_tier", "batch"), ("service_tier", "flex")
ROWS = {
    "OpenAI, usage by batch and tier": ("batch,service_tier", ["False", "priority"], {PRIORITY}),
    "OpenAI, a batch": ("batch,service_tier", ["True", "default"], {BATCH}),
    "OpenAI, an API answer": ("response.service_tier", ["flex"], {FLEX}),
    "OpenAI, JSON": ("batch,service_tier", [True, None], {BATCH}),
    "Anthropic, usage report": ("service_tier,speed", ["standard", "fast"], {FAST}),
    "Anthropic, a batch": ("service_tier,speed", ["batch", None], {BATCH}),
    "Anthropic, an API answer": (
        *("message.usage.service_tier,message.usage.speed", ["standard", "fast"]),
        {FAST},
    ),
    "Bedrock": ("serviceTier", ["PRIORITY"], {PRIORITY}),
    "Vertex AI": ("trafficType", ["ON_DEMAND"], set()),
    "said twice": ("batch,service_tier", ["true", "batch"], {BATCH}),
    "two modes": ("service_tier,speed", ["batch", "fast"], {BATCH, FAST}),
}


def asks_of(head, row):
    return read_asks(read_columns(["day", "model", "input", *head.split(",")]).asks, [*"dmi", *row])


@pytest.mark.parametrize(("head", "row", "asks"), ROWS.values(), ids=ROWS)
def test_it_works(head, row, asks):
    assert asks_of(head, row) == asks


@pytest.mark.parametrize(
    "value",
    ["", " ", "-", "auto", "Default", "standard", "standard_only", "none", "null", "N/A", None],
    ids=repr,
)
def test_standard_prices_need_no_asking(value):
    assert asks_of("service_tier,speed", [value, value]) is NO_ASKS


@pytest.mark.parametrize(
    "value",
    ["83.2", "1,204", "5e3", "nan", 83.2, 12, "-1", ".5", "42 tok/s", "fa\0st", "a\u202eb"],
    ids=repr,
)
def test_figures_and_control_characters_are_no_mode(value):
    assert asks_of("speed", [value]) is NO_ASKS


@pytest.mark.parametrize(
    "value", ["true", "Yes", "1", "1.0", 1, 1.0, True, "batch_67f2a9c1", "msgbatch_01Hk"], ids=repr
)
def test_a_batch(value):
    assert asks_of("batch", [value]) == {BATCH}


@pytest.mark.parametrize("value", ["false", "0", "0.0", "no", "", None, False, 0], ids=repr)
def test_no_batch(value):
    assert asks_of("batch", [value]) is NO_ASKS


def test_a_row_may_end_before_its_columns():
    assert asks_of("service_tier,speed", []) is NO_ASKS


def test_a_long_value_is_cut():
    ((_field, value),) = asks_of("service_tier", ["x" * 1000])
    assert len(value) == 30


def test_in_words():
    assert asks_text(frozenset({BATCH, FAST})) == "batch + fast"
