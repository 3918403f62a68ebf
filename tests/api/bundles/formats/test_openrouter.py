"""The list in OpenRouter's shape."""

import json

import pytest

from api.bundles.formats.openrouter import write_openrouter
from tests.api.bundles.factories import CONTENT, catalogue_of
from tests.payloads import offering, payload


def models(content=CONTENT):
    data = json.loads(write_openrouter(catalogue_of(content)))["data"]
    return {model["id"]: model for model in data}


def test_prices_are_texts_in_usd_per_token():
    assert models()["openai/gpt-5"]["pricing"] == {
        "prompt": "0.00000125",
        "completion": "0.00001",
        "input_cache_read": "0.000000125",
        "internal_reasoning": "0.000012",
    }


def test_an_offer_without_a_price_has_none_and_a_free_one_zero():
    found = models()
    assert [found[f"openai/{name}"]["pricing"] for name in ("gpt-x", "zero")] == [{}, {}]
    assert found["zai-coding-plan/glm"]["pricing"] == {}
    assert found["openrouter/meta/llama:free"]["pricing"] == {"prompt": "0", "completion": "0"}


def test_what_is_not_reported_is_null():
    unknown = models()["openai/gpt-x"]
    assert unknown["context_length"] is None
    assert unknown["top_provider"]["max_completion_tokens"] is None


def test_parameters_are_those_that_are_reported_to_work():
    content = payload(acme={"m": offering("m", tool_call=True, structured_output=True)})
    (model,) = models(content).values()
    assert model["supported_parameters"] == [
        *("response_format", "structured_outputs", "tool_choice", "tools")
    ]


def test_a_pdf_is_a_file():
    architecture = models()["openrouter/@cf/x"]["architecture"]
    assert architecture["modality"] == "text+file->text"


@pytest.mark.parametrize("released, created", [("2024-09-18", 1726617600), ("2024-09", None)])
def test_the_release_date_is_a_unix_time_if_it_is_exact(released, created):
    content = payload(acme={"m": offering("m", release_date=released)})
    (model,) = models(content).values()
    assert model["created"] == created
