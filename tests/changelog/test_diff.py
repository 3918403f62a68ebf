"""Differences of payloads: their kinds, values and direction, and what makes none."""

import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from catalog.feed.normalise import NormalisedPayload, normalise
from changelog.diff import Difference, Kind, diff, to_json

GPT = {"name": "GPT", "cost": {"input": 2, "output": 8}, "limit": {"context": 1000}}


def read(offering: dict[str, Any] | None = None, **provider: Any) -> NormalisedPayload:
    """Read a payload of one provider with one offering, or with none."""
    models = {} if offering is None else {"gpt": offering}
    payload = {"acme": {"name": "Acme", "models": models, **provider}}
    return normalise(json.loads(json.dumps(payload), parse_float=Decimal))


def changes(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[Difference]:
    return list(diff(read(before), read(after)))


def only_change(before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    (only,) = changes(before, after)
    values = to_json(only)
    assert (values.pop("provider"), values.pop("provider_model_id")) == ("acme", "gpt")
    return values


def test_a_price_cut_has_old_new_and_percent():
    assert only_change(GPT, GPT | {"cost": {"input": 1.5, "output": 8}}) == {
        "kind": "price",
        "field": "input",
        "old": "2",
        "new": "1.5",
        "percent": "-25.00",
        "direction": "down",
        "noise": False,
    }


def with_cost(**cost: Any) -> dict[str, Any]:
    return GPT | {"cost": GPT["cost"] | cost}


@pytest.mark.parametrize(
    "after, expected",
    [
        (with_cost(input=2.02), ("price", "input", "2", "2.02", "1.00", "up", False)),
        (with_cost(input=2.0199), ("price", "input", "2", "2.0199", "1.00", "up", True)),
        (with_cost(output=0), ("price", "output", "8", "0", "-100.00", "down", False)),
        (with_cost(cache_read=0.2), ("price", "cache_read", None, "0.2", None, "", False)),
        (
            GPT | {"limit": {"context": 500}},
            ("limit", "context", 1000, 500, "-50.00", "down", False),
        ),
        (GPT | {"limit": {"context": 0}}, ("limit", "context", 1000, None, None, "", False)),
        (
            GPT | {"limit": {"context": 10**11}},
            ("limit", "context", 1000, 10**11, None, "up", False),
        ),
        (
            GPT | {"tool_call": True},
            ("first-report", "tool_calling", None, True, None, "up", False),
        ),
        (
            GPT | {"tool_call": False},
            ("first-report", "tool_calling", None, False, None, "", False),
        ),
        (GPT | {"status": "beta"}, ("status", "status", None, "beta", None, "", False)),
        (GPT | {"knowledge": "2025"}, ("date", "knowledge", None, "2025", None, "", False)),
        (GPT | {"last_updated": "2025"}, ("date", "last_updated", None, "2025", None, "", True)),
        (GPT | {"name": "GPT+"}, ("rename", "name", "GPT", "GPT+", None, "", False)),
        (GPT | {"shiny": 1}, ("detail", "shiny", None, 1, None, "", True)),
        (
            GPT | {"modalities": {"input": ["image", "text"]}},
            ("modality", "input_modalities", None, ["text", "image"], None, "up", False),
        ),
    ],
)
def test_each_field_has_its_kind(after, expected):
    names = ("kind", "field", "old", "new", "percent", "direction", "noise")
    values = only_change(GPT, after)
    assert (
        tuple(values.get(name, "" if name == "direction" else None) for name in names) == expected
    )


@pytest.mark.parametrize(
    "before, after, kind",
    [
        (None, True, "first-report"),
        (None, False, "first-report"),
        (False, True, "capability"),
        (True, False, "capability"),
        (True, None, "silence"),
    ],
)
def test_not_reported_differs_from_no(before, after, kind):
    flag = {True: {"reasoning": True}, False: {"reasoning": False}, None: {}}
    values = only_change(GPT | flag[before], GPT | flag[after])
    assert (values["kind"], values["old"], values["new"]) == (kind, before, after)


def test_tiers_are_compared_by_size():
    tier = {"input": 4, "tier": {"type": "context", "size": 200_000}}
    values = only_change(with_cost(tiers=[tier]), with_cost(tiers=[tier | {"input": 5}]))
    assert (values["tier"], values["field"], values["percent"]) == (200_000, "input", "25.00")


@pytest.mark.parametrize(
    "before, after",
    [
        (with_cost(input=0.83), with_cost(input=0.8299999999999998)),
        (with_cost(input=2.0), with_cost(input=2)),
        (
            GPT | {"modalities": {"input": ["text", "pdf"]}},
            GPT | {"modalities": {"input": ["pdf", "text"]}},
        ),
        (dict(GPT), dict(reversed(GPT.items()))),
        (GPT | {"shiny": {"a": 1, "b": 2}}, GPT | {"shiny": {"b": 2, "a": 1}}),
        (GPT | {"limit": {"context": 1000}}, GPT | {"limit": {"context": 1000, "output": 0}}),
    ],
)
def test_float_tails_and_order_make_no_difference(before, after):
    assert changes(before, after) == []


def test_arrivals_and_withdrawals_carry_prices():
    prices = {"input": "2", "output": "8"}
    assert only_change(None, GPT) == {"kind": "arrival", "old": None, "new": prices, "noise": False}
    assert only_change(GPT, None) == {
        "kind": "withdrawal",
        "old": prices,
        "new": None,
        "noise": False,
    }


def test_an_offering_of_an_earlier_payload_returns():
    (change,) = diff(read(None), read(GPT), seen={("acme", "gpt")})
    assert change.kind == "return"


def test_regroupings_need_groups():
    groups = ({("acme", "gpt"): "acme/gpt"}, {("acme", "gpt"): "openai/gpt"})
    (change,) = diff(read(GPT), read(GPT), groups_before=groups[0], groups_after=groups[1])
    assert (change.kind, change.old, change.new) == ("regrouping", "acme/gpt", "openai/gpt")


def test_providers_arrive_are_withdrawn_and_renamed():
    other = normalise({"beta": {"models": {}}})
    assert [(c.kind, c.provider) for c in diff(read(), other)] == [
        ("withdrawal", "acme"),
        ("arrival", "beta"),
    ]
    (change,) = diff(read(), read(name="Acme AI"))
    assert (change.kind, change.old, change.new) == ("rename", "Acme", "Acme AI")


flags = st.fixed_dictionaries(
    {}, optional={"tool_call": st.booleans(), "name": st.sampled_from("ab")}
)
prices = st.fixed_dictionaries(
    {}, optional={name: st.decimals(0, 1000, places=4) for name in ("input", "output")}
)
offerings = st.builds(lambda flags, cost: flags | {"cost": cost}, flags, prices)


@given(offerings, offerings)
def test_the_reverse_swaps_old_and_new(one, other):
    ways = (read_decimals(one), read_decimals(other))
    there, back = list(diff(*ways)), list(diff(*reversed(ways)))
    assert [(c.field, c.old, c.new) for c in there] == [(c.field, c.new, c.old) for c in back]
    assert bool(there) == (ways[0].offerings != ways[1].offerings)


def read_decimals(offering: dict[str, Any]) -> NormalisedPayload:
    return normalise({"acme": {"models": {"gpt": offering}}})


def test_command_prints_a_line_per_difference(tmp_path):
    before, after, out = tmp_path / "a.json", tmp_path / "b.json", StringIO()
    before.write_text(json.dumps({"acme": {"models": {"gpt": GPT}}}))
    after.write_text(json.dumps({"acme": {"models": {"gpt": GPT | {"reasoning": True}}}}))
    call_command("diff", before, after, stdout=out)
    (line,) = out.getvalue().splitlines()
    assert json.loads(line)["kind"] == "first-report"


def test_command_detects_returns_by_earlier_payloads(tmp_path):
    full, empty, out = tmp_path / "a.json", tmp_path / "b.json", StringIO()
    full.write_text(json.dumps({"acme": {"models": {"gpt": GPT}}}))
    empty.write_text(json.dumps({"acme": {"models": {}}}))
    call_command("diff", empty, full, earlier=[full], stdout=out)
    assert json.loads(out.getvalue())["kind"] == "return"


def test_command_rejects_html(tmp_path):
    page = tmp_path / "a.json"
    page.write_text("<html>")
    with pytest.raises(CommandError, match="HTML"):
        call_command("diff", page, page)


# Prices of modes

FAST = {"modes": {"fast": {"cost": {"input": 12, "output": 48}}}}


def mode_changes(before: Any, after: Any) -> list[tuple[Any, ...]]:
    found = changes(GPT | {"experimental": before}, GPT | {"experimental": after})
    shown = (one for one in found if one.kind is Kind.PRICE)
    return [(one.field, one.tier, one.old, one.new, one.direction) for one in shown]


def test_a_mode_that_gets_a_price():
    assert mode_changes(None, FAST) == [
        ("fast:input", None, None, "12", ""),
        ("fast:output", None, None, "48", ""),
    ]


def test_a_mode_that_becomes_cheaper_and_gets_a_tier():
    tier = {"tier": {"size": 1000}, "input": 20}
    cheaper = {"modes": {"fast": {"cost": {"input": 6, "output": 48, "tiers": [tier]}}}}
    assert mode_changes(FAST, cheaper) == [
        ("fast:input", None, "12", "6", "down"),
        ("fast:input", 1000, None, "20", ""),
    ]


def test_a_mode_that_goes():
    assert [one[3] for one in mode_changes(FAST, {"modes": {}})] == [None, None]


def test_what_a_request_must_contain_is_no_price():
    asked = {"modes": {"fast": FAST["modes"]["fast"] | {"provider": {"body": {"speed": "fast"}}}}}
    assert mode_changes(FAST, asked) == []
    assert mode_changes(FAST, FAST) == []
