"""Normalising: records, or reports of what is unreadable and why."""

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.modes import read_modes
from catalog.domain.prices import Prices, Tier
from catalog.domain.records import OfferingFacts, facts_from_json, facts_to_json
from catalog.feed import fields
from catalog.feed.normalise import (
    NormalisedPayload,
    SkipReport,
    carry_unreadable,
    count_offers,
    normalise,
)
from catalog.feed.payload import NOT_A_NUMBER, PayloadRefused, parse
from tests.payloads import as_bytes, offering, one, payload, read

KEY = ("acme", "m")


def facts(**stated: Any) -> OfferingFacts:
    return read(one(**stated)).offerings[KEY].facts


def reason(content: dict[str, Any]) -> str:
    """Return why the first offering was left out; the sound one beside it never is."""
    found = read(content)
    assert ("acme", "sound") in found.offerings
    [report] = found.skipped
    assert (report.provider, report.provider_model_id) == KEY
    return report.reason


def test_reads_an_offering() -> None:
    found = read(payload(acme={"m": offering("m", family="llama", open_weights=True)}))
    record = found.offerings[KEY]
    assert found.providers["acme"].npm == "@ai-sdk/x"
    assert record.facts == OfferingFacts(
        name="Llama 3.2 1B Instruct",
        family="llama",
        context=16384,
        max_output=8192,
        tool_calling=False,
        reasoning=False,
        open_weights=True,
        input_modalities=("text",),
        output_modalities=("text",),
        released="2024-09-18",
        last_updated="2024-09-18",
        prices=Prices(Decimal("0.01"), Decimal("0.02")),
    )


# Percent-escapes in ids


def test_an_escaped_id_is_kept_and_its_name_is_readable() -> None:
    record = read(payload(acme={"meta%2Fm": offering("meta%2Fm", name=None)})).offerings
    assert record["acme", "meta%2Fm"].facts.name == "meta/m"


@pytest.mark.parametrize("model_id, why", [("a%0Ab", "control characters"), ("%20", "empty")])
def test_an_id_that_is_unusable_when_decoded_is_left_out(model_id: str, why: str) -> None:
    [report] = read(payload(acme={model_id: offering(), "sound": offering()})).skipped
    assert why in report.reason


def test_a_provider_may_not_hide_a_slash() -> None:
    found = read(payload(**{"a%2Fb": {"m": offering()}, "acme": {"m": offering()}}))
    assert [(line.provider, line.reason) for line in found.skipped] == [
        ("a%2Fb", "a slash in its id")
    ]


# Two values of one key

TWICE_IN = {
    "a fact": ('{"m": {"name": "A", "name": "B"}, "sound": {}}', "m", "name stands twice"),
    "a price": (
        '{"m": {"cost": {"input": 1, "input": 2}}, "sound": {}}',
        "m",
        "input stands twice",
    ),
    "deep in an unknown field": ('{"m": {"x": [{"y": 1, "y": 2}]}, "sound": {}}', "m", "y stands"),
    "an id": ('{"m": {"name": "A"}, "m": {"name": "B"}, "sound": {}}', "m", "its id stands twice"),
}


@pytest.mark.parametrize("models, model_id, why", TWICE_IN.values(), ids=TWICE_IN)
def test_two_values_of_one_key_leave_out_one_offering(models: str, model_id: str, why: str) -> None:
    found = normalise(parse(f'{{"acme": {{"models": {models}}}}}'.encode()))
    assert found.offerings.keys() == {("acme", "sound")}
    [report] = found.skipped
    assert (report.provider, report.provider_model_id) == ("acme", model_id)
    assert why in report.reason
    assert found.unreadable == {("acme", model_id)}


@pytest.mark.parametrize(
    "provider, why",
    [
        ('{"name": "A", "name": "B", "models": {}}', "name stands twice"),
        ('{"models": {}, "models": {"m": {}}}', "models stands twice"),
    ],
)
def test_two_values_of_one_key_leave_out_a_provider(provider: str, why: str) -> None:
    found = normalise(parse(f'{{"acme": {provider}, "other": {{"models": {{}}}}}}'.encode()))
    assert found.providers.keys() == {"other"}
    assert why in found.skipped[0].reason


def test_counts_the_offers_of_any_payload() -> None:
    content = {"a": {"models": {"m": 1, "n": 2}}, "b": {"models": []}, "c": 3, "d": {}}
    assert count_offers(content) == 2


# What is said is taken as it is meant

UNDERSTOOD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "an absent flag is not a no": ({"tool_call": None}, {"tool_calling": None}),
    "no limits at all": ({"limit": None}, {"context": None, "max_output": None}),
    "a limit of 0 says nothing": (
        {"limit": {"context": 0, "output": 0, "input": 0}},
        {"context": None, "max_output": None, "max_input": None},
    ),
    "a whole limit in decimals": ({"limit": {"context": 8192.0}}, {"context": 8192}),
    "no name": ({"name": None}, {"name": "m"}),
    "a blank name": ({"name": " \n"}, {"name": "m"}),
    "a name in two lines": ({"name": " Llama\n\t3 "}, {"name": "Llama 3"}),
    "no prices": ({"cost": None}, {"prices": Prices()}),
    "zero is a price": ({"cost": {"input": 0, "output": 0.0}}, {"prices": Prices(0, 0)}),
    "a price of minus zero": ({"cost": {"input": -0.0}}, {"prices": Prices(Decimal(0))}),
    "modalities in our order": (
        {"modalities": {"input": ["pdf", "smell", "image", "text", "image"]}},
        {"input_modalities": ("text", "image", "pdf", "smell"), "output_modalities": ()},
    ),
    "a date as exact as it is": ({"knowledge": "2023-12"}, {"knowledge": "2023-12"}),
    "a year": ({"release_date": "2024"}, {"released": "2024"}),
    "an unknown status": ({"status": "sunsetting"}, {"status": "sunsetting"}),
    "letters of every script": ({"name": "通义千问 Ω é 👩‍🔬"}, {"name": "通义千问 Ω é 👩‍🔬"}),
    "unknown fields": (
        {"type": {"b": 1.50, "a": [True, None]}, "limit": {"images": 3}, "cost": {"image": 0.5}},
        {
            "extra": {
                "type": {"a": [True, None], "b": "1.5"},
                "limit": {"images": 3},
                "cost": {"image": "0.5"},
            }
        },
    ),
}


@pytest.mark.parametrize("stated, expected", UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_reads_variants(stated: dict[str, Any], expected: dict[str, Any]) -> None:
    found = facts(**stated)
    assert {name: getattr(found, name) for name in expected} == expected


TAILS = {
    "0.8299999999999998": "0.83",
    "0.30000000000000004": "0.3",
    "2.5000000000000004e-07": "0.00000025",
    "150": "150",
    "150.0": "150",
    "1e2": "100",
    "100000": "100000",
    "0.000000001": "1E-9",
    "0.0000000005": "1E-9",
    "0.0": "0",
}


@pytest.mark.parametrize("sent, kept", TAILS.items())
def test_a_price_loses_the_noise_of_its_float(sent: str, kept: str) -> None:
    body = as_bytes(one(cost={"input": 7})).replace(b'"input": 7', f'"input": {sent}'.encode())
    price = normalise(parse(body)).offerings[KEY].facts.prices.input
    assert (price, str(price)) == (Decimal(kept), str(Decimal(kept)))


# Tiers


TIERED = {"input": 2, "tier": {"type": "context", "size": 200_000}}
BY_TIME = {"input": 3, "tier": {"type": "hours", "size": 5}}
LEGACY = {"input": 1, "context_over_200k": {"input": 4}}
TIERS: dict[str, tuple[dict[str, Any], list[tuple[int, int]]]] = {
    "none": ({"input": 1}, []),
    "one": ({"tiers": [TIERED]}, [(200_000, 2)]),
    "no type said": ({"tiers": [{"input": 2, "tier": {"size": 5}}]}, [(5, 2)]),
    "in order of size": (
        {"tiers": [TIERED, {"input": 1, "tier": {"type": "context", "size": 32_000}}]},
        [(32_000, 1), (200_000, 2)],
    ),
    "the same twice": ({"tiers": [TIERED, TIERED]}, [(200_000, 2)]),
    "the legacy copy": (LEGACY, [(200_000, 4)]),
    "tiers before the legacy copy": (LEGACY | {"tiers": [TIERED]}, [(200_000, 2)]),
    "the legacy copy beside another kind": (LEGACY | {"tiers": [BY_TIME]}, [(200_000, 4)]),
}


@pytest.mark.parametrize("cost, expected", TIERS.values(), ids=TIERS)
def test_reads_tiers(cost: dict[str, Any], expected: list[tuple[int, int]]) -> None:
    assert facts(cost=cost).tiers == tuple(
        Tier(above, Prices(Decimal(price))) for above, price in expected
    )


def test_tiers_of_another_kind_are_kept_as_reported() -> None:
    found = facts(cost={"tiers": [BY_TIME, TIERED]})
    assert found.extra == {"cost": {"tiers": [BY_TIME]}}


# The feed's own word for which model it is

UPSTREAM = {
    "none": ({}, None),
    "canonical": ({"canonical_model_id": "meta/llama"}, "meta/llama"),
    "base": ({"base_model": "meta/llama"}, "meta/llama"),
    "both": ({"canonical_model_id": "meta/a", "base_model": "meta/b"}, "meta/a"),
    "empty": ({"canonical_model_id": ""}, None),
    "no word": ({"canonical_model_id": 5}, None),
    "too long": ({"canonical_model_id": "x" * 301}, None),
}


@pytest.mark.parametrize("stated, expected", UPSTREAM.values(), ids=UPSTREAM)
def test_upstreams_canonical_id(stated: dict[str, Any], expected: str | None) -> None:
    record = read(one(**stated)).offerings[KEY]
    assert record.listing.upstream == expected
    assert record.facts.extra == stated


NUMBERS = {
    "75": 75,
    "75.0": 75,
    "-0.0": 0,
    "7.5e1": 75,
    "0.5": "0.5",
    "0.50": "0.5",
    "0.8299999999999998": "0.83",
    "0.1": "0.1",
    "0.10000000000000001": "0.1",
    "1e-7": "1E-7",
    "1e999999999": "1E+999999999",
}


@pytest.mark.parametrize("spelt, kept", NUMBERS.items(), ids=NUMBERS)
def test_an_unknown_number_has_one_spelling(spelt: str, kept: int | str) -> None:
    text = as_bytes(one(new={"a": ["NUMBER"]})).replace(b'"NUMBER"', spelt.encode())
    assert normalise(parse(text)).offerings[KEY].facts.extra == {"new": {"a": [kept]}}


def test_float_noise_in_an_unknown_field_is_no_change() -> None:
    first, second = (read(one(new=number, cost={"new": number})) for number in (75, 75.0))
    assert first.offerings[KEY].fingerprint == second.offerings[KEY].fingerprint


# One bad offering is skipped and named

DEEP: Any = 1
for _ in range(40):
    DEEP = [DEEP]

SKIPPED: dict[str, tuple[dict[str, Any], str]] = {
    "a negative price": ({"cost": {"input": -0.01}}, "input: -0.01 is negative"),
    "a price over all bounds": ({"cost": {"output": 100_000.01}}, "output: 100000.01 is over 100,"),
    "a tier's negative price": ({"cost": {"tiers": [TIERED | {"input": -1}]}}, "negative"),
    "the legacy copy's": ({"cost": {"context_over_200k": {"input": -1}}}, "negative"),
    "a price next to nothing": ({"cost": {"input": 4.9e-10}}, "input: 4.9E-10 is below 1E-9"),
    "a tiny exponent": ({"cost": {"input": 1e-300}}, "input: 1E-300 is below 1E-9"),
    "a giant exponent": ({"cost": {"input": 1e300}}, "is over 100,000"),
    "NaN": ({"cost": {"input": float("nan")}}, "input: not a number"),
    "Infinity": ({"limit": {"context": float("inf")}}, "context: not a number"),
    "NaN where nobody reads": ({"notes": [{"x": float("-inf")}]}, "x: not a number"),
    "a giant integer": ({"limit": {"context": 10**50}}, "context: not a number"),
    "a limit over all bounds": ({"limit": {"context": 10**13}}, "is over 1,000,000,000,000"),
    "a negative limit": ({"limit": {"output": -1}}, "output: -1 is negative"),
    "half a token": ({"limit": {"context": 0.5}}, "context is not a whole number"),
    "a tier without a size": ({"cost": {"tiers": [{"input": 1}]}}, "a tier without a size"),
    "two tiers of a size": ({"cost": {"tiers": [TIERED, TIERED | {"input": 1}]}}, "disagree"),
    "a name of 10 MB": ({"name": "x" * 10_000_000}, "name: 10,000,000 characters long"),
    "a name of 301": ({"name": "x" * 301}, r"name: 301 characters long \(at most 300\)"),
    "a long family": ({"family": "x" * 201}, "at most 200"),
    "a long status": ({"status": "x" * 51}, "at most 50"),
    "a long unknown field": ({"notes": "x" * 10_001}, "notes: 10,001 characters long"),
    "a long unknown key": ({"x" * 10_001: 1}, "x: 10,001 characters long"),
    "long as a whole": ({f"x{n}": "x" * 9000 for n in range(12)}, "in all .at most 100,000"),
    "no character": ({"name": "a\uffff"}, "name: control characters"),
    "a null character": ({"name": "a\0b"}, "name: control characters"),
    "a terminal escape": ({"family": "\x1b[31m"}, "family: control characters"),
    "a backspace": ({"name": "a\b"}, "name: control characters"),
    "a C1 control": ({"name": "a\x9bb"}, "name: control characters"),
    "a delete": ({"name": "a\x7f"}, "name: control characters"),
    "text that runs backwards": ({"name": "a\u202eb"}, "name: control characters"),
    "a lone surrogate": ({"name": "a\ud800"}, "name: control characters"),
    "one in an unknown key": ({"x\udfff": 1}, "x�: control characters"),
    "one deep in an unknown field": ({"notes": [{"k": ["\ud800"]}]}, "k: control characters"),
    "too deep a nesting": ({"notes": DEEP}, "notes: nested too deeply"),
}


@pytest.mark.parametrize("stated, why", SKIPPED.values(), ids=SKIPPED)
def test_an_unreadable_offering_is_skipped_and_reported(stated: dict[str, Any], why: str) -> None:
    said = reason(one(**stated))
    assert re.search(why, said)
    assert len(said) < 200
    assert said.isprintable()


FIELDS = {
    "text": ("name", "family", "status", "release_date", "last_updated", "knowledge"),
    "true or false": (
        *("tool_call", "structured_output", "reasoning", "temperature"),
        *("attachment", "open_weights"),
    ),
    "an object": ("cost", "limit", "modalities"),
}
OF_EACH_TYPE = {
    "text": "x",
    "true or false": True,
    "a number": 5,
    "a fraction": 0.5,
    "a list": [1],
    "an object": {"a": 1},
}
WRONG_TYPES = [
    (field, value)
    for right, names in FIELDS.items()
    for field in names
    for kind, value in OF_EACH_TYPE.items()
    if kind != right
]


@pytest.mark.parametrize("field, value", WRONG_TYPES)
def test_a_field_of_the_wrong_type_is_reported(field: str, value: Any) -> None:
    assert reason(one(**{field: value})).startswith(f"wrong type: {field} is {self_name(value)}")


def self_name(value: Any) -> str:
    return "Decimal" if isinstance(value, float) else type(value).__name__


WRONG_INSIDE = {
    "a price in words": ({"cost": {"input": "0.01"}}, "input is str, not a number"),
    "a price as a flag": ({"cost": {"cache_read": True}}, "cache_read is bool"),
    "a limit in words": ({"limit": {"context": "128K"}}, "context is str"),
    "modalities as a word": ({"modalities": {"input": "text"}}, "input is not a list of words"),
    "numbers among them": ({"modalities": {"output": ["text", 1]}}, "output is not a list"),
    "tiers as an object": ({"cost": {"tiers": {}}}, "tiers is dict, not a list"),
    "a tier in words": ({"cost": {"tiers": ["cheap"]}}, "a tier is str, not an object"),
    "a tier's size in words": ({"cost": {"tiers": [{"tier": {"size": "1"}}]}}, "size is str"),
    "a tier of words": ({"cost": {"tiers": [{"tier": "context"}]}}, "tier is str"),
    "the legacy copy": ({"cost": {"context_over_200k": [1]}}, "context_over_200k is list"),
}


@pytest.mark.parametrize("stated, why", WRONG_INSIDE.values(), ids=WRONG_INSIDE)
def test_a_nested_wrong_type_is_reported(stated: dict[str, Any], why: str) -> None:
    said = reason(one(**stated))
    assert said.startswith("wrong type: ")
    assert why in said


@pytest.mark.parametrize("value", [None, 1, "m", True, [], [{}]])
def test_an_offering_that_is_no_object_is_skipped(value: Any) -> None:
    content = payload(acme={"m": value, "sound": offering()})
    assert "where an offering is expected" in reason(content)


BAD_IDS = {
    "empty": ("", "its id is empty"),
    "blank": ("  ", "its id is empty"),
    "only dots": ("..", "its id is empty"),
    "too long": ("x" * 301, r"its id is 301 characters long"),
    "a new line": ("a\nb", "control characters in its id"),
    "a surrogate": ("a\ud800", "control characters in its id"),
}


@pytest.mark.parametrize("bad, why", BAD_IDS.values(), ids=BAD_IDS)
def test_a_bad_id_is_skipped(bad: str, why: str) -> None:
    content = payload(acme={bad: offering(), "sound": offering()})
    [report] = read(content).skipped
    assert report == SkipReport("acme", fields.printable(bad), report.reason)
    assert why in report.reason


@pytest.mark.parametrize("bad", [*(bad for bad, _ in BAD_IDS.values()), "a/b", "x" * 101])
def test_a_provider_with_a_bad_id_is_skipped(bad: str) -> None:
    found = read(payload(**{bad: {"m": offering()}, "acme": {"m": offering()}}))
    assert list(found.providers) == ["acme"]
    assert [report.provider for report in found.skipped] == [fields.printable(bad)]


BAD_PROVIDERS: dict[str, Any] = {
    "a word": "acme",
    "a list": [],
    "no models": {"id": "bad"},
    "models in a list": {"models": []},
    "a name that is none": {"name": 5, "models": {}},
    "env as a word": {"env": "KEY", "models": {}},
    "control characters": {"name": "\x1b", "models": {}},
    "a long field": {"doc": "x" * 10_001, "models": {}},
}


@pytest.mark.parametrize("value", BAD_PROVIDERS.values(), ids=BAD_PROVIDERS)
def test_an_unreadable_provider_is_skipped_and_reported(value: Any) -> None:
    found = read(payload(acme={"m": offering()}) | {"bad": value})
    assert list(found.providers) == ["acme"]
    assert [(r.provider, r.provider_model_id) for r in found.skipped] == [("bad", "")]


NO_LINKS = ("javascript:alert(1)", "ftp://x", "//x", "data:,x", "https://", "https://[x/")


@pytest.mark.parametrize("link", [*NO_LINKS, "https://a\u2100b.test/"])
def test_only_http_urls_are_links(link: str) -> None:
    content = payload(acme={})
    content["acme"] |= {"doc": link, "api": "https://api.acme.test/v1"}
    record = read(content).providers["acme"]
    assert (record.doc_url, record.api_url) == ("", "https://api.acme.test/v1")


@pytest.mark.parametrize(
    "stated", ["next year", "2024-13", "2024-00-01", "24-01-01", "1970-01-01", "20२५"]
)
def test_an_invalid_date_loses_only_the_date(stated: str) -> None:
    found = read(one(release_date=stated))
    assert found.offerings[KEY].facts.released == ""
    assert found.remarks == [SkipReport("acme", "m", "release_date: not a date")]
    assert found.skipped == []


NO_PROVIDERS: dict[str, tuple[dict[str, Any], str]] = {
    "empty": ({}, "zero providers"),
    "an error message": ({"error": "not found", "status": 404}, "wrong shape: no provider in it"),
    "another API": ({"data": [{"id": "m"}]}, "wrong shape: no provider in it"),
}


@pytest.mark.parametrize("content, why", NO_PROVIDERS.values(), ids=NO_PROVIDERS)
def test_a_payload_without_providers_is_refused(content: dict[str, Any], why: str) -> None:
    with pytest.raises(PayloadRefused, match=why):
        read(content)


def test_the_order_of_a_payload_has_no_meaning() -> None:
    several = payload(b={"y": offering(), "x": offering()}, a={"m": offering()})
    turned = payload(
        a={"m": dict(reversed(offering().items()))}, b={"x": offering(), "y": offering()}
    )
    one_way, other = read(several), read(turned)
    assert list(one_way.offerings.items()) == list(other.offerings.items())
    assert [r.fingerprint for r in one_way.offerings.values()] == [
        r.fingerprint for r in other.offerings.values()
    ]


# Reading many payloads

CHANGES = [{"cost": {"input": 1}}, {"reasoning": True}, {"reasoning": 1}, {"notes": 1}]


@pytest.mark.parametrize("stated", [*CHANGES, {"notes": True}, {"notes": 1.0}, {}])
def test_a_cached_reading_equals_a_fresh_one(stated: dict[str, Any]) -> None:
    seen: dict[Any, Any] = {}
    for before in CHANGES:
        normalise(parse(as_bytes(one(**before))), seen)
    assert normalise(parse(as_bytes(one(**stated))), seen) == read(one(**stated))


def test_an_unchanged_offering_is_not_read_again() -> None:
    seen: dict[Any, Any] = {}
    first, again = (normalise(parse(as_bytes(one())), seen) for _ in range(2))
    assert first.offerings[KEY] is again.offerings[KEY]


# Whatever a payload holds

UNWANTED = [chr(code) for code in range(0x10000) if fields.UNPRINTABLE.match(chr(code))]
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**40), 10**40),
    st.decimals(allow_nan=False),
    st.just(NOT_A_NUMBER),
    st.text(st.characters() | st.sampled_from(UNWANTED), max_size=20),
    st.sampled_from(["2024-02-31", "text", "", "\ud800", "https://x", "x" * 400]),
)
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
costs = st.dictionaries(
    st.sampled_from(["input", "output", "cache_read", "tiers", "context_over_200k", "x"]), anything
)
offerings = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("name", "family", "status", "limit", "modalities", "release_date", "x"), anything
    )
    | {
        "cost": costs | anything,
        "limit": st.dictionaries(st.sampled_from(["context", "output"]), scalars),
        "tool_call": st.none() | st.booleans(),
        "base_model": anything,
    },
)
providers = st.fixed_dictionaries(
    {"models": st.dictionaries(st.text(max_size=5), offerings | anything, max_size=3)},
    optional={"name": anything, "env": anything, "doc": anything},
)
payloads = st.dictionaries(st.text(max_size=5), providers | anything, max_size=3)


@given(payloads)
def test_any_payload_is_normalised_or_refused(content: dict[str, Any]) -> None:
    try:
        found = normalise(content)
    except PayloadRefused:
        return
    assert_every_value_is_accounted_for(content, found)
    for record in found.offerings.values():
        stored = facts_to_json(record.facts)
        assert facts_from_json(stored) == record.facts
        as_bytes(stored).decode("utf-8")


def assert_every_value_is_accounted_for(content: dict[str, Any], found: NormalisedPayload) -> None:
    read_models = sum(len(content[key]["models"]) for key in found.providers)
    skipped_models = sum(report.provider in found.providers for report in found.skipped)
    assert len(found.offerings) + skipped_models >= read_models
    assert len(found.providers) + len(found.skipped) >= len(content)


@pytest.mark.parametrize("character", UNWANTED[:70] + UNWANTED[-1:])
def test_the_quick_check_finds_every_unprintable_character(character: str) -> None:
    with pytest.raises(fields.UnreadableField):
        fields.check_value({"name": f"a{character}b"})


@given(st.dictionaries(st.text(max_size=5), anything, max_size=3))
def test_the_quick_check_finds_what_the_close_one_finds(value: dict[str, Any]) -> None:
    assert complains(fields.check_value, value) == complains(
        lambda value: fields.check_closely("", value), value
    )


def complains(check: Any, value: Any) -> str:
    try:
        check(value)
    except fields.UnreadableField as why:
        return str(why)
    return ""


# What cannot be read has not gone

SOUND = payload(acme={"a": offering("a"), "b": offering("b")}, other={"c": offering("c")})


def test_only_absent_offerings_are_gone() -> None:
    before = read(SOUND)
    after = read(payload(acme={"b": 5}) | {"other": 5})
    assert after.unreadable == {("acme", "b"), ("other", "")}
    held = carry_unreadable(before, after)
    assert list(held.providers) == ["acme", "other"]
    assert held.providers["other"] == before.providers["other"]
    assert list(held.offerings) == [("acme", "b"), ("other", "c")]
    assert held.offerings["acme", "b"] == before.offerings["acme", "b"]
    assert held.skipped == after.skipped


def test_an_offering_that_was_never_readable_is_left_out() -> None:
    assert carry_unreadable(read(one()), read(one() | {"new": 5})).providers.keys() == {"acme"}


def test_a_readable_offering_is_as_reported_now() -> None:
    after = read(one(reasoning=True))
    assert carry_unreadable(read(one()), after) is after


# Other names of cache prices, and what no price contains

SYNONYMS_READ = [
    ({"cached_input": 0.03}, (Decimal("0.03"), None)),
    ({"cache_input": 0.03}, (Decimal("0.03"), None)),
    ({"cached": 0.03}, (Decimal("0.03"), None)),
    ({"cached_read": 0.03, "cached_write": 0.375}, (Decimal("0.03"), Decimal("0.375"))),
    ({"cache_read": None, "cached_input": 0.03}, (Decimal("0.03"), None)),
    ({"cache_read": 0, "cached_input": 0.03}, (Decimal(0), None)),
]


@pytest.mark.parametrize("cost, cache", SYNONYMS_READ)
def test_cache_prices_have_several_names(
    cost: dict[str, Any], cache: tuple[Decimal | None, ...]
) -> None:
    prices = facts(cost={"input": 1, "output": 2, **cost}).prices
    assert (prices.cache_read, prices.cache_write) == cache


def test_a_name_that_was_read_is_no_other_fee() -> None:
    found = facts(cost={"input": 1, "output": 2, "cached_input": 0.03, "request": 5})
    assert found.extra == {"cost": {"request": 5}}


def test_two_names_that_are_both_reported_are_kept() -> None:
    found = facts(cost={"input": 1, "output": 2, "cache_read": 0.1, "cached_input": 0.2})
    assert found.prices.cache_read == Decimal("0.1")
    assert found.extra == {"cost": {"cached_input": "0.2"}}


def test_tiers_have_cache_prices_by_other_names_too() -> None:
    tier = {"input": 2, "cached_input": 0.3, "tier": {"type": "context", "size": 200_000}}
    [found] = facts(cost={"input": 1, "output": 2, "tiers": [tier]}).tiers
    assert found.prices.cache_read == Decimal("0.3")


@pytest.mark.parametrize("count, readable", [(12, True), (13, False)])
def test_an_offering_has_a_few_tiers(count: int, readable: bool) -> None:
    tiers = [{"input": n, "tier": {"size": n}} for n in range(1, count + 1)]
    found = read(one(cost={"input": 1, "output": 2, "tiers": tiers}))
    assert (("acme", "m") in found.offerings) == readable
    assert readable or found.skipped[0].reason == "13 tiers (at most 12)"


INVISIBLE_NAMES = [
    "\u200b",
    "\u200f\ufeff",
    "\u061c \u061c",
    "\U000e0041\U000e007f",
    "\u3164",
    "\u2800",
]


@pytest.mark.parametrize("name", INVISIBLE_NAMES)
def test_a_name_that_shows_nothing_is_none(name: str) -> None:
    assert facts(name=name).name == "m"


@pytest.mark.parametrize("name", INVISIBLE_NAMES)
def test_an_id_that_shows_nothing_is_refused(name: str) -> None:
    found = read(payload(acme={name: offering(), "m": offering("m")}))
    assert list(found.offerings) == [("acme", "m")]
    assert len(found.skipped) == 1


# Modes

FAST = {"input": 30, "output": 150}


def with_modes(modes: Any) -> dict[str, Any]:
    return payload(acme={"m": offering("m", experimental={"modes": modes}), "sound": offering()})


def test_prices_of_a_mode_are_kept_as_reported() -> None:
    record = read(with_modes({"fast": {"cost": FAST}})).offerings[KEY]
    assert [mode.prices.output for mode in read_modes(record.facts.extra)] == [Decimal(150)]


@pytest.mark.parametrize(
    "modes, why",
    [
        ([], "modes is list, not an object"),
        ({"fast": 1}, "fast is int, not an object"),
        ({"fast": {"cost": []}}, "cost is list"),
        ({"fast": {"cost": FAST | {"input": -1}}}, "negative"),
        ({"fast": {"cost": FAST | {"input": "30"}}}, "not a number"),
        ({"fast": {"cost": FAST | {"output": 10**7}}}, "is over"),
        ({"fast": {"cost": FAST | {"tiers": [{"input": 1}]}}}, "a tier without a size"),
        ({f"m{number}": {"cost": FAST} for number in range(9)}, "9 modes"),
        ({"x" * 31: {"cost": FAST}}, "the name of a mode"),
        ({" ": {"cost": FAST}}, "the name of a mode"),
    ],
)
def test_a_mode_whose_prices_are_wrong_leaves_its_offering_out(modes: Any, why: str) -> None:
    assert why in reason(with_modes(modes))


def test_a_mark_without_modes_is_no_mode() -> None:
    content = payload(acme={"m": offering("m", experimental=True), "sound": offering()})
    assert KEY in read(content).offerings
