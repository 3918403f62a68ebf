"""Upstream's own canonical ids: parsed, distrusted where the name contradicts, spread to others."""

import pytest

from catalog.identity.upstream_ids import (
    DOUBTS,
    UpstreamModel,
    contradiction,
    doubt_sentence,
    omission,
    parse_upstream_id,
    states_training,
)

LLAMA = UpstreamModel("meta", "llama-3-2-1b")
LLAMA_INSTRUCT = UpstreamModel("meta", "llama-3-2-1b-instruct")


@pytest.mark.parametrize(
    "text, model",
    [
        ("meta/llama-3.2-1b", LLAMA),
        ("meta-llama/Llama-3.2-1B", LLAMA),
        ("huggingface/meta-llama/Llama-3.2-1B", LLAMA),
        ("new-lab/first", UpstreamModel("new-lab", "first")),
        ("llama-3.2-1b", None),
        ("meta/", None),
        ("/llama", None),
        ("模/型", None),
        ("", None),
        (None, None),
    ],
)
def test_parse(text, model):
    assert parse_upstream_id(text) == model


@pytest.mark.parametrize(
    "model_id, states",
    [
        ("meta/llama-3.2-1b-instruct", True),
        ("google/gemma-4-31b-it", True),
        ("gemma-4-31b-pt", True),
        ("qwen3-8b-base", True),
        ("llama-3.2-1b", False),
        ("italian-model", False),
    ],
)
def test_states_training(model_id, states):
    assert states_training(model_id) is states


@pytest.mark.parametrize(
    "ours, upstream, doubt",
    [
        ("llama-3-2-1b", LLAMA, None),
        ("llama-3-2-1b-instruct", LLAMA, "training|llama-3-2-1b|llama-3-2-1b-instruct"),
        ("llama-3-2-1b", LLAMA_INSTRUCT, "training|llama-3-2-1b-instruct|llama-3-2-1b"),
        ("llama-3-2-1b-base", LLAMA, "training|llama-3-2-1b|llama-3-2-1b-base"),
        ("llama-3-2-3b", LLAMA, "size|llama-3-2-1b|llama-3-2-3b"),
        ("llama-3-2-1b-distill", LLAMA, "distillation|llama-3-2-1b|llama-3-2-1b-distill"),
        ("another-name", LLAMA, None),
    ],
)
def test_contradiction(ours, upstream, doubt):
    assert contradiction(ours, upstream, training_known=True) == doubt


def test_a_name_of_unknown_training_contradicts_only_by_size():
    assert contradiction("llama-3-2-1b", LLAMA_INSTRUCT, training_known=False) is None
    assert contradiction("llama-3-2-3b", LLAMA_INSTRUCT, training_known=False)


@pytest.mark.parametrize("key", DOUBTS)
def test_doubt_sentence(key):
    assert doubt_sentence(f"{key}|a|b") == (DOUBTS[key], {"theirs": "a", "ours": "b"})


@pytest.mark.parametrize("stored", ["", "a sentence of an earlier release", "unknown|a|b", "|"])
def test_doubt_sentence_of_unknown_text(stored):
    assert doubt_sentence(stored) == (stored, {})


def test_doubt_sentence_of_text_that_was_cut():
    assert doubt_sentence("size|a") == (DOUBTS["size"], {"theirs": "a", "ours": ""})


@pytest.mark.parametrize(
    "model_id, ours, theirs, doubt",
    [
        ("gpt-9-2027-01-02", "gpt-9-2027-01-02", "gpt-9", "no-date"),
        ("glm-9-270102", "glm-9-270102", "glm-9", "no-date"),
        ("qwen9-8b-instruct-2701", "qwen9-8b-instruct-2701", "qwen9-8b", "no-date"),
        ("orbit-3-120b-a12b", "orbit-3-120b-a12b", "orbit-3", "no-size"),
        ("orbit-3-120b-instruct", "orbit-3-120b-instruct", "orbit-3", "no-size"),
        ("orbit-3-pro", "orbit-3-pro", "orbit-3", None),
        ("orbit-3", "orbit-3", "orbit-3", None),
        ("orbit-3", "orbit-3", "orbit-3-120b", None),
        ("gpt-9", "gpt-9-2027-01-02", "gpt-9", None),
    ],
)
def test_omission(model_id, ours, theirs, doubt):
    stored = f"{doubt}|{theirs}|{ours}" if doubt else None
    assert omission(model_id, ours, UpstreamModel("openai", theirs)) == stored
