"""The list in opencode's shape."""

import json

from api.bundles.formats.opencode import write_opencode
from tests.api.bundles.factories import CONTENT, catalogue_of
from tests.payloads import offering, payload


def models(content=CONTENT):
    read = json.loads(write_opencode(catalogue_of(content)))
    return {key: value["models"] for key, value in read.items()}


def test_a_provider_has_its_models_by_id():
    openai = json.loads(write_opencode(catalogue_of(CONTENT)))["openai"]
    assert (openai["id"], openai["name"], openai["npm"]) == ("openai", "Openai", "@ai-sdk/x")
    assert set(openai["models"]) == {"gpt-5", "gpt-x", "zero"}


def test_the_one_tier_of_the_shape_keeps_what_it_does_not_list():
    content = payload(
        acme={
            "m": offering(
                "m",
                cost={
                    "input": 1,
                    "output": 2,
                    "cache_read": 0.1,
                    "tiers": [{"tier": {"size": 200_000}, "input": 3}],
                },
            )
        }
    )
    cost = models(content)["acme"]["m"]["cost"]
    assert cost == {
        "input": 1,
        "output": 2,
        "cache_read": 0.1,
        "context_over_200k": {"input": 3, "output": 2, "cache_read": 0.1},
    }


def test_other_tiers_and_prices_cannot_be_said():
    cost = models()["openai"]["gpt-5"]["cost"]
    assert set(cost) == {"input", "output", "cache_read", "context_over_200k"}
    assert cost["context_over_200k"]["input"] == 2.5


def test_what_is_not_reported_is_absent():
    unknown = models()["openai"]["gpt-x"]
    assert not unknown.keys() & {"cost", "tool_call", "family", "status", "temperature"}
    assert unknown["limit"] == {}


def test_a_price_that_nobody_pays_is_absent():
    assert "cost" not in models()["openai"]["zero"]
    assert "cost" not in models()["zai-coding-plan"]["glm"]
    assert models()["openrouter"]["meta/llama:free"]["cost"] == {"input": 0, "output": 0}


def test_unknown_values_of_its_enumerations_are_left_out():
    content = payload(
        acme={
            "m": offering(
                "m",
                status="retired",
                modalities={"input": ["text", "smell"], "output": ["text"]},
                interleaved={"field": "reasoning_content"},
            )
        }
    )
    model = models(content)["acme"]["m"]
    assert "status" not in model
    assert model["modalities"] == {"input": ["text"], "output": ["text"]}
    assert model["interleaved"] == {"field": "reasoning_content"}
