"""From TOML files to the payload: inheritance, omissions, tiers, and what cannot be read."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.feed.toml_payload import build_payload, merge, omit, with_legacy_tier
from tests.payloads import read

PROVIDER = """
name = "Acme"
npm = "@ai-sdk/openai-compatible"
env = ["ACME_KEY"]
doc = "https://acme.example/docs"
"""
LLAMA = """
name = "Llama 4"
reasoning = false
[cost]
input = 0.15
output = 1
[limit]
context = 128_000
output = 8_192
"""


def build(files: dict[str, str], *, with_canonical_ids: bool = False) -> dict[str, Any]:
    """Build a payload; files are named without "providers/"."""
    tables = {
        path if path.startswith("models/") else f"providers/{path}": tomllib.loads(content)
        for path, content in files.items()
    }
    return build_payload(tables, with_canonical_ids=with_canonical_ids)


def model(files: dict[str, str], model_id: str = "m", **options: bool) -> Any:
    files = {"acme/provider.toml": PROVIDER, "acme/models/llama.toml": LLAMA, **files}
    return build(files, **options)["acme"]["models"][model_id]


def test_a_provider_with_its_models() -> None:
    payload = build({"acme/provider.toml": PROVIDER, "acme/models/meta/llama-4.toml": LLAMA})
    assert payload == {
        "acme": {
            "name": "Acme",
            "npm": "@ai-sdk/openai-compatible",
            "env": ["ACME_KEY"],
            "doc": "https://acme.example/docs",
            "id": "acme",
            "models": {
                "meta/llama-4": {
                    "name": "Llama 4",
                    "reasoning": False,
                    "cost": {"input": 0.15, "output": 1},
                    "limit": {"context": 128000, "output": 8192},
                    "id": "meta/llama-4",
                }
            },
        }
    }


def test_a_provider_needs_its_file_but_no_models() -> None:
    files = {"acme/provider.toml": PROVIDER, "ghost/models/m.toml": LLAMA}
    assert {key: value["models"] for key, value in build(files).items()} == {"acme": {}}


@pytest.mark.parametrize("path", ["acme/logo.toml", "acme/old/m.toml", "acme/provider2.toml"])
def test_other_files_are_none_of_ours(path: str) -> None:
    payload = build({"acme/provider.toml": PROVIDER, path: LLAMA})
    assert payload["acme"]["models"] == {}


def test_an_id_in_the_file_does_not_count() -> None:
    assert model({"acme/models/m.toml": 'id = "other"'})["id"] == "m"


# On the facts of a model

BASE = """
name = "Llama 4"
family = "llama"
license = "llama4"
links = ["https://llama.example"]
weights = [{ url = "https://hf.example" }]
benchmarks = [{ name = "MMLU", score = 80 }]
[limit]
context = 128_000
input = 100_000
[modalities]
input = ["text", "image"]
"""


def on_base(own: str, **options: bool) -> Any:
    return model({"models/meta/llama-4.toml": BASE, "acme/models/m.toml": own}, **options)


def test_inherits_the_facts_of_a_model() -> None:
    assert on_base('base_model = "meta/llama-4"\ncost = { input = 1, output = 2 }') == {
        "name": "Llama 4",
        "family": "llama",
        "limit": {"context": 128000, "input": 100000},
        "modalities": {"input": ["text", "image"]},
        "cost": {"input": 1, "output": 2},
        "id": "m",
    }


def test_merges_tables_and_replaces_lists() -> None:
    own = 'base_model = "meta/llama-4"\nlimit = { context = 8 }\nmodalities = { input = ["text"] }'
    merged = on_base(own)
    assert merged["limit"] == {"context": 8, "input": 100000}
    assert merged["modalities"] == {"input": ["text"]}


@pytest.mark.parametrize(
    "paths, limit",
    [
        ('["limit.input"]', {"context": 128000}),
        ('["limit.input", "limit.context"]', None),  # an empty table goes, too
        ('["limit"]', None),
        ('["limit.output", "nothing.at.all", "name.first"]', {"context": 128000, "input": 100000}),
        ('"limit"', {"context": 128000, "input": 100000}),  # no list
        ("[1]", {"context": 128000, "input": 100000}),
    ],
)
def test_omits_after_merging(paths: str, limit: Any) -> None:
    merged = on_base(f'base_model = "meta/llama-4"\nbase_model_omit = {paths}')
    assert merged.get("limit") == limit
    assert "base_model_omit" not in merged


def test_what_one_offering_omits_the_next_one_keeps() -> None:
    files = {
        "models/meta/llama-4.toml": BASE,
        "acme/models/a.toml": 'base_model = "meta/llama-4"\nbase_model_omit = ["limit.input"]',
        "acme/models/b.toml": 'base_model = "meta/llama-4"',
    }
    assert model(files, "b")["limit"] == {"context": 128000, "input": 100000}


@pytest.mark.parametrize("named, expected", [(True, "meta/llama-4"), (False, None)])
def test_names_the_model_where_the_generator_does(named: bool, expected: str | None) -> None:
    own = on_base('base_model = "meta/llama-4"', with_canonical_ids=named)
    assert own.get("canonical_model_id") == expected


# On another offering, as until 2026


def test_extends_another_offering() -> None:
    own = '[extends]\nfrom = "acme/llama"\nomit = ["limit.output"]\n[cost]\ninput = 9'
    assert model({"acme/models/m.toml": own}) == {
        "name": "Llama 4",
        "reasoning": False,
        "cost": {"input": 9, "output": 1},
        "limit": {"context": 128000},
        "id": "m",
    }


def test_extends_what_extends_another_one() -> None:
    files = {
        "acme/models/a.toml": '[extends]\nfrom = "acme/m"\n[limit]\ncontext = 2',
        "acme/models/m.toml": 'name = "M"\n[extends]\nfrom = "acme/llama"',
    }
    extended = model(files, "a")
    assert (extended["name"], extended["id"]) == ("M", "a")
    assert extended["limit"] == {"context": 2, "output": 8192}


def test_reasoning_options_are_not_extended() -> None:
    files = {
        "acme/models/a.toml": 'reasoning_options = [{ type = "toggle" }]',
        "acme/models/m.toml": '[extends]\nfrom = "acme/a"',
    }
    assert model(files) == {"id": "m"}


@pytest.mark.parametrize(
    "own, reason",
    [
        ('[extends]\nfrom = "acme/ghost"', "extends acme/ghost, which does not exist"),
        ('[extends]\nfrom = "acme/m"', "extends itself"),
        ("[extends]\nfrom = 1", "extends names no offering"),
        ("extends = 7", "extends names no offering"),
        ('base_model = "meta/ghost"', "is based on meta/ghost, which does not exist"),
        ("base_model = [1]", "which does not exist"),
    ],
)
def test_what_cannot_be_resolved_says_why(own: str, reason: str) -> None:
    text = model({"acme/models/m.toml": own})
    assert text.startswith("providers/acme/models/m.toml: ")
    assert reason in text


def test_circles_of_several_files() -> None:
    files = {
        "acme/models/m.toml": '[extends]\nfrom = "acme/n"',
        "acme/models/n.toml": '[extends]\nfrom = "acme/m"',
    }
    assert "extends itself" in model(files)


@pytest.mark.parametrize(
    "broken, unreadable",
    [
        ("providers/acme/models/m.toml", {("acme", "m"), ("acme", "n")}),
        ("providers/acme/provider.toml", {("acme", "")}),
        ("models/meta/llama-4.toml", {("acme", "o")}),
    ],
)
def test_the_normaliser_takes_what_is_broken_for_unreadable(broken: str, unreadable) -> None:
    """So that the last readable record stays: a typing error upstream withdraws nothing."""
    files: dict[str, Any] = {
        "providers/acme/provider.toml": {"name": "Acme"},
        "providers/acme/models/m.toml": {"name": "M"},
        "providers/acme/models/n.toml": {"extends": {"from": "acme/m"}},
        "providers/acme/models/o.toml": {"base_model": "meta/llama-4"},
        "models/meta/llama-4.toml": {"name": "Llama 4"},
        "providers/other/provider.toml": {"name": "Other"},
    }
    files[broken] = f"{broken}: not TOML"
    assert read(build_payload(files, with_canonical_ids=False)).unreadable == unreadable


# Tiers


@pytest.mark.parametrize(
    "tiers, legacy",
    [
        ([{"tier": {"type": "context", "size": 200_000}, "input": 2}], {"input": 2}),
        ([{"tier": {"size": 272_000}, "input": 2}], {"input": 2}),
        ([{"tier": {"size": 128_000}, "input": 2}], None),
        ([{"tier": {"type": "batch", "size": 200_000}, "input": 2}], None),
        ([{"tier": {"size": 200_000}}, {"tier": {"size": 400_000}}], None),
        ([{"tier": "all"}], None),
        (["tier"], None),
        ([], None),
        ("tiers", None),
    ],
)
def test_a_single_high_tier_has_its_legacy_copy(tiers: Any, legacy: Any) -> None:
    value = {"cost": {"input": 1, "tiers": tiers}}
    assert with_legacy_tier(value)["cost"].get("context_over_200k") == legacy
    assert value == {"cost": {"input": 1, "tiers": tiers}}


@pytest.mark.parametrize("value", [{}, {"cost": 1}, {"cost": {"input": 1}}])
def test_without_tiers_nothing_is_added(value: Any) -> None:
    assert with_legacy_tier(value) == value


# Properties of merging

TABLES = st.recursive(
    st.integers() | st.lists(st.integers(), max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
).map(lambda value: value if isinstance(value, dict) else {"a": value})


@given(TABLES, TABLES, TABLES)
def test_merging_is_associative_and_leaves_its_arguments_alone(a, b, c) -> None:
    copies = repr((a, b, c))
    assert merge({}, a) == merge(a, {}) == merge(a, a) == a
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert repr((a, b, c)) == copies


@given(TABLES, st.lists(st.sampled_from(["a", "a.b", "b.c", "c", "a.b.c"]), max_size=4))
def test_omitting_leaves_its_argument_alone(value, paths) -> None:
    copy = repr(value)
    omitted = omit(value, paths)
    assert repr(value) == copy
    assert omit(omitted, paths) == omitted
    assert not {path for path in paths if "." not in path} & omitted.keys()
