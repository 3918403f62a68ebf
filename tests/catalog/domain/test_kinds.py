"""What a model is for: the rules on names and modalities as they are in the feed."""

import re

import pytest

from catalog.domain.kinds import (
    LONGEST_EVIDENCE,
    NAMES,
    RULES,
    SENTENCES,
    DerivedKind,
    KindBasis,
    KindFacts,
    ModelKind,
    derive_kind,
)

TEXT = frozenset({"text"})
ID, NONE = KindBasis.ID, KindBasis.NONE


def kind(path, family="", inputs=TEXT, outputs=TEXT, types=()):
    facts = KindFacts(path, family, frozenset(inputs), frozenset(outputs), frozenset(types))
    return derive_kind(facts)


def test_a_name_decides_and_says_so():
    assert kind("mistral/codestral-embed") == DerivedKind(ModelKind.EMBEDDING, ID, "embed")


def test_without_a_sign_of_anything_else_a_model_is_for_chat():
    assert kind("openai/gpt-5") == DerivedKind(ModelKind.CHAT, NONE)
    assert kind("openai/gpt-5", inputs=(), outputs=()) == DerivedKind(ModelKind.CHAT, NONE)


@pytest.mark.parametrize(
    ("path", "name", "evidence"),
    [
        ("baai/bge-reranker-v2-m3", "rerank", "reranker"),
        ("cohere/rerank-v4-pro", "rerank", "rerank"),
        ("baai/bge-m3", "embedding", "bge"),
        ("nvidia/nv-embedcode-7b-v1", "embedding", "embedcode"),
        ("intfloat/multilingual-e5-large-instruct", "embedding", "e5"),
        ("voyageai/voyage-code-3", "embedding", "voyage"),
        ("alibaba/qwen3guard-gen-8b", "moderation", "qwen3guard"),
        ("meta/llama-prompt-guard-2-22m", "moderation", "guard"),
        ("nvidia/nemotron-3-content-safety", "moderation", "content-safety"),
        ("openai/gpt-oss-safeguard-20b", "moderation", "safeguard"),
        ("nvidia/llama-3-1-nemotron-70b-reward", "reward", "reward"),
        ("nvidia/gliner-pii", "classification", "gliner"),
        ("openai/gpt-4o-mini-transcribe", "transcription", "transcribe"),
        ("kblab/kb-whisper-large", "transcription", "whisper"),
        ("deepgram/nova-3", "transcription", "deepgram/nova"),
        ("deepgram/aura-2-en", "speech", "deepgram/aura"),
        ("myshell-ai/melotts", "speech", "melotts"),
        ("elevenlabs/elevenlabs-music", "music", "music"),
        ("baidu/paddleocr-vl", "ocr", "paddleocr"),
        ("tencent/hunyuan-mt-7b", "translation", "mt"),
        ("ai4bharat/indictrans2-en-indic-1b", "translation", "indictrans2"),
        ("openrouter/auto", "router", "auto"),
        ("openrouter/free", "router", "openrouter/free"),
        ("meta/esm2-650m", "other", "esm2"),
    ],
)
def test_names(path, name, evidence):
    assert kind(path) == DerivedKind(ModelKind(name), ID, evidence)


@pytest.mark.parametrize(
    "path",
    [
        "amazon/nova-pro",  # only Deepgram's Nova transcribes
        "openrouter/owl-alpha",  # the maker is no word of the id
        "community/gemma-4-31b-musica-v1",
        "zhipuai/autoglm-phone-9b",
        "mistral/voxtral-small-2507",
        "google/gemini-embedded-assistant",
        "bytedance/ui-tars-1-5-7b",
        "google/gemma-4-e4b-it",
    ],
)
def test_names_that_only_look_like_another_type(path):
    assert kind(path).kind is ModelKind.CHAT


@pytest.mark.parametrize(
    ("inputs", "outputs", "expected"),
    [
        (["text"], ["video"], (ModelKind.VIDEO, KindBasis.OUTPUT, "video")),
        (["text", "image"], ["image"], (ModelKind.IMAGE, KindBasis.OUTPUT, "image")),
        (["text"], ["audio"], (ModelKind.SPEECH, KindBasis.OUTPUT, "audio")),
        (["audio"], ["text"], (ModelKind.TRANSCRIPTION, KindBasis.INPUT, "audio")),
        (["video"], ["text"], (ModelKind.OTHER, KindBasis.INPUT, "video")),
        (["text", "audio"], ["text", "audio"], (ModelKind.CHAT, NONE, "")),
        (["text", "image"], ["text", "image"], (ModelKind.CHAT, NONE, "")),
    ],
)
def test_modalities(inputs, outputs, expected):
    assert kind("acme/one", inputs=inputs, outputs=outputs) == DerivedKind(*expected)


def test_an_image_model_that_also_writes_is_one_by_name():
    both = ["text", "image"]
    assert kind("google/gemini-3-pro-image", inputs=both, outputs=both).kind is ModelKind.IMAGE


def test_the_family_decides_where_the_name_does_not():
    found = kind("digitalocean/all-mini-lm-l6-v2", family="text-embedding")
    assert found == DerivedKind(ModelKind.EMBEDDING, KindBasis.FAMILY, "text-embedding")


@pytest.mark.parametrize("path", ["openai/gpt-5", "acme/guard"])
def test_the_feeds_own_type_comes_first(path):
    found = kind(path, types=["embedding"])
    assert found == DerivedKind(ModelKind.EMBEDDING, KindBasis.STATED, "embedding")


def test_an_unknown_type_of_the_feed_is_ignored():
    assert kind("acme/guard", types=["hologram"]).kind is ModelKind.MODERATION


def test_evidence_fits_its_column():
    assert len(kind(f"acme/{'x' * 200}guard").evidence) == LONGEST_EVIDENCE


def test_the_tables_are_complete():
    assert set(NAMES) == set(ModelKind) == {rule.kind for rule in RULES}
    assert set(SENTENCES) == set(KindBasis) == {rule.basis for rule in RULES} | {KindBasis.EDITOR}
    asks = {basis for basis, sentence in SENTENCES.items() if re.search("{evidence}", sentence)}
    assert asks == set(KindBasis) - {NONE, KindBasis.EDITOR}


@pytest.mark.parametrize("rule", RULES[:-1], ids=[str(n) for n, _rule in enumerate(RULES[:-1])])
def test_only_the_last_rule_applies_to_every_model(rule):
    assert rule.find(KindFacts("openai/gpt-5", "gpt", TEXT, TEXT)) == ""
