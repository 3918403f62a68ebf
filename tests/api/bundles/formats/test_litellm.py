"""The list in LiteLLM's shape; LiteLLM itself reads it in test_judges."""

import json
from dataclasses import replace

import pytest

from api.bundles.formats.litellm import MODES, write_litellm
from catalog.domain.kinds import ModelKind
from tests.api.bundles.factories import CONTENT, catalogue_of
from tests.payloads import offering, payload


def entries(content=CONTENT):
    return json.loads(write_litellm(catalogue_of(content)))


def test_prices_are_per_token():
    gpt = entries()["gpt-5"]
    assert (gpt["litellm_provider"], gpt["mode"]) == ("openai", "chat")
    assert gpt["input_cost_per_token"] == 1.25e-06
    assert gpt["output_cost_per_token"] == 1e-05
    assert gpt["cache_read_input_token_cost"] == 1.25e-07
    assert gpt["output_cost_per_reasoning_token"] == 1.2e-05
    assert "cache_creation_input_token_cost" not in gpt


def test_tiers_are_in_the_names():
    gpt = entries()["gpt-5"]
    assert gpt["input_cost_per_token_above_200k_tokens"] == 2.5e-06
    assert gpt["cache_read_input_token_cost_above_200k_tokens"] == 2.5e-07
    assert gpt["output_cost_per_token_above_272k_tokens"] == 3e-05
    assert "cache_read_input_token_cost_above_272k_tokens" not in gpt


def test_only_what_is_paid_per_token_is_listed():
    """LiteLLM would price an entry without a cost at 0."""
    assert set(entries()) == {"gpt-5", "openrouter/meta/llama:free", "openrouter/@cf/x"}
    assert entries()["openrouter/meta/llama:free"]["input_cost_per_token"] == 0


def test_limits_and_flags_that_are_not_reported_are_absent():
    content = payload(acme={"m": offering("m", limit={}, tool_call=None, modalities={})})
    assert entries(content)["acme/m"] == {
        "litellm_provider": "acme",
        "mode": "chat",
        "input_cost_per_token": 1e-08,
        "output_cost_per_token": 2e-08,
        "supports_reasoning": False,
    }


@pytest.mark.parametrize(
    "limit, expected",
    [
        ({"context": 100, "output": 10}, (100, 10, 10)),
        ({"context": 100, "input": 90, "output": 10}, (90, 10, 10)),
        ({"context": 100}, (100, None, 100)),
    ],
)
def test_limits(limit, expected):
    (entry,) = entries(payload(acme={"m": offering("m", limit=limit)})).values()
    names = ("max_input_tokens", "max_output_tokens", "max_tokens")
    assert tuple(entry.get(name) for name in names) == expected


@pytest.mark.parametrize("kind", ModelKind)
def test_each_type_of_model_has_a_mode_or_none(kind):
    catalogue = catalogue_of(payload(acme={"m": offering("m")}))
    offers = [replace(offer, kind=kind) for offer in catalogue.offers]
    (entry,) = json.loads(write_litellm(replace(catalogue, offers=offers))).values()
    assert entry.get("mode") == MODES.get(kind)
