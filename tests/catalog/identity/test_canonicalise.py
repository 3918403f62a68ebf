"""Canonicalisation: one id for all names of a model, different ids for different models."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.identity.canonicalise import Basis, Listing, canonicalise
from catalog.identity.maker_rules import is_derivative


def identify(model_id, *, provider="reseller", name="", upstream=None):
    listing = Listing(provider, model_id, name, upstream=upstream)
    return canonicalise([listing])[provider, model_id]


def ids(*listings):
    found = canonicalise(listings)
    return [found[row.provider, row.provider_model_id].id for row in listings]


LLAMA_CHANNELS = [
    ("chutes", "unsloth/Llama-3.2-1B-Instruct"),
    ("kilo", "meta-llama/llama-3.2-1b-instruct"),
    ("cloudflare-ai-gateway", "workers-ai/@cf/meta/llama-3.2-1b-instruct"),
    ("nvidia", "meta/llama-3.2-1b-instruct"),
    ("inference", "meta/llama-3.2-1b-instruct"),
]


def test_the_five_offerings_of_the_reference_page():
    base = Listing("vercel", "meta/llama-3.2-1b", "Llama 3.2 1B Instruct")
    rows = [Listing(provider, model_id, "") for provider, model_id in LLAMA_CHANNELS]
    *five, other = ids(*rows, base)
    assert set(five) == {"meta/llama-3-2-1b-instruct"}
    assert other == "meta/llama-3-2-1b"


# What each line's ids mean is one model; new version numbers stand for models yet to come.
SAME = """
openai/gpt-5-4 = gpt-5.4 openai-gpt-54 databricks-gpt-5-4 openai.gpt-5.4 azure/gpt-5.4
openai/gpt-7-2-mini = gpt-7.2-mini openai-gpt-72-mini duo-chat-gpt-7-2-mini gpt7.2-mini
openai/gpt-oss-120b = openai/gpt-oss-120b:free openai.gpt-oss-120b-1:0 gpt-oss:120b-cloud
openai/o3-mini = o3-mini o3-mini-high openai/o3-mini
openai/gpt-4o-2024-11-20 = gpt-4o-2024-11-20 openai-gpt-4o-20241120
anthropic/claude-opus-4-8 = claude-opus-4.8 claude-opus4-8 claude-opus-48 claude-4-8-opus
anthropic/claude-opus-4-8 = claude-opus-4-8@default us.anthropic.claude-opus-4-8
anthropic/claude-opus-4-8 = global.anthropic.claude-opus-4-8-v1 anthropic--claude-4.8-opus
anthropic/claude-haiku-4-5-20251001 = claude-haiku-4-5@20251001
anthropic/claude-haiku-4-5-20251001 = eu.anthropic.claude-haiku-4-5-20251001-v1:0
anthropic/claude-haiku-4-5-20251001 = claude-haiku-4-5-2025-10-01 claude-haiku-4-5-20251001 claude-haiku-4-5@20251001
anthropic/claude-3-5-haiku-20241022 = claude-3.5-haiku claude-3-5-haiku@20241022
anthropic/claude-3-5-haiku-20241022 = anthropic/claude-haiku-3.5
google/gemini-4-5-flash = gemini-4.5-flash google/gemini-4-5-flash gemini-45-flash
google/gemma-4-31b-it = gemma4-31b google/gemma-4-31B-it google-gemma-4-31b-it:free
meta/llama-3-3-70b-instruct = llama3-3-70b meta.llama3-3-70b-instruct-v1:0
meta/llama-3-3-70b-instruct = nvidia/Llama-3.3-70B-Instruct-FP8
meta/llama-3-3-70b-instruct = @cf/meta/llama-3.3-70b-instruct-fp8-fast Meta-Llama-3.3-70B-Instruct
meta/llama-3-3-70b-instruct = accounts/fireworks/models/llama-v3p3-70b-instruct
meta/llama-3-3-70b-instruct = llama-3.3-70b-versatile
meta/llama-4-maverick-17b-instruct = llama-4-maverick
meta/llama-4-maverick-17b-instruct = meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8
meta/llama-4-maverick-17b-instruct = us.meta.llama4-maverick-17b-instruct-v1:0
zhipuai/glm-6-3 = glm-6.3 zai-org/GLM-6.3-FP8 z-ai/glm-6.3 zai.glm-6.3 hf:zai-org/GLM-6.3
zhipuai/glm-6-3 = route/glm-6.3-6bit zai-org-glm-6-3 coding-glm-6.3-free
zhipuai/glm-6-3 = accounts/fireworks/models/glm-6p3 tee/glm-6.3 zai-org/GLM-6.3-TEE glm-6.3-maas
zhipuai/glm-6-3 = glm-6.3:thinking zai-org/GLM-6.3:novita glm-63
zhipuai/glm-5v-turbo = glm-5v-turbo z-ai-glm-5v-turbo z-ai/glm-5v-turbo
minimax/minimax-m4-5 = MiniMaxAI/MiniMax-M4.5 minimax-m45 minimax-m4p5 minimax.minimax-m4.5
moonshotai/kimi-k2-5 = kimi-k2.5 k2p5 moonshotai/Kimi-K2.5-TEE kimi-k25 kimi-k2.5-lightning
moonshotai/kimi-k2-0905-preview = Kimi-K2-Instruct-0905 kimi-k2-0905 kimi-k2-0905-preview
alibaba/qwen4-2-plus = qwen4.2-plus qwen-4-2-plus qwen/qwen4.2-plus:free qwen4p2-plus
alibaba/qwen3-6-27b = Qwen/Qwen3.6-27B-TEE route/qwen3.6-27b-202k qwen3-6-27b
deepseek/deepseek-v5-1 = deepseek-v5.1 deepseek-v51 deepseek-5.1 deepseek/deepseek-chat-v5.1
deepseek/deepseek-r1 = us.deepseek.r1-v1:0 deepseek-ai/DeepSeek-R1 deepseek-r1:671b
xai/grok-5-2-fast = grok-52-fast x-ai/grok-5.2-fast xai.grok-5.2-fast
xiaomi/mimo-v3-5-pro = coding-xiaomi-mimo-v3.5-pro-free XiaomiMiMo/MiMo-V3.5-Pro mimo-v35-pro
stepfun/step-4-1-flash = route/stepfun-4.1-flash stepfun-ai/Step-4.1-Flash step-4.1-flash
mistral/mistral-small-2506 = mistral-small-3.2-24b-instruct mistral-small-2506 mistral-small3.2
mistral/mistral-nemo = unsloth/Mistral-Nemo-Instruct-2407-TEE open-mistral-nemo mistral-nemo
cohere/command-r-08-2024 = cohere-command-r-08-2024 cohere/command-r-08-2024
nvidia/llama-3-3-nemotron-super-49b-v1-5 = nvidia/Llama-3_3-Nemotron-Super-49B-v1_5
nvidia/llama-3-3-nemotron-super-49b-v1-5 = llama-3.3-nemotron-super-49b-v1.5
amazon/nova-pro = amazon.nova-pro-v1:0 amazon/nova-pro-v1 nova-pro
"""


@pytest.mark.parametrize("line", SAME.strip().splitlines())
def test_all_names_of_a_model_give_one_id(line):
    canonical, _, model_ids = line.partition(" = ")
    names = model_ids.split()
    rows = [Listing(f"reseller-{n}", model_id, "") for n, model_id in enumerate(names)]
    assert dict(zip(names, ids(*rows), strict=True)) == dict.fromkeys(names, canonical)


MODELS = {
    "zhipuai/glm-7-1": "zai-org/GLM-7.1",
    "anthropic/claude-opus-6-2": "anthropic/claude-opus-6-2",
    "openai/gpt-oss-2-70b": "openai/gpt-oss-2-70b",
    "alibaba/qwen4-80b-a5b-thinking": "Qwen/Qwen4-80B-A5B-Thinking",
    "meta/llama-3-1-70b-instruct": "meta-llama/Llama-3.1-70B-Instruct",
    "deepseek/deepseek-v5-flash": "deepseek-ai/DeepSeek-V5-Flash",
    "nvidia/nemotron-4-super-200b-a20b": "nvidia/Nemotron-4-Super-200B-A20B",
    "google/gemma-5-40b-it": "google/gemma-5-40b-it",
    "stepfun/step-4-2-flash": "stepfun-ai/step-4.2-flash",
}
FRONTS = """
accounts/fireworks/models/ workers-ai/@cf/ORG/ ORG/ route/ tee/ hf:ORG/ reseller- coding- us.ORG.
pro/ORG/ models/ reseller/ reseller/ORG/ public/ unsloth/ publishers/ORG/models/ vertex_ai/
databricks- bedrock/us.ORG. openrouter/ORG/ together_ai/ORG/
"""
BACKS = """
:free -free @default -fp8 -FP8-Dynamic -TEE -maas -6bit -nvfp4 -4bit-mlx -GGUF -awq :exacto
-cloud -original -Q4_K_M -bf16 @eu :novita -tput -flex -short-fast :thinking
"""


@given(
    st.sampled_from(sorted(MODELS)),
    st.sampled_from(["", *FRONTS.split()]),
    st.sampled_from(["", *BACKS.split()]),
)
def test_packaging_does_not_change_the_id(canonical, front, back):
    org, _, model = MODELS[canonical].partition("/")
    plain = Listing("maker-like", MODELS[canonical], "")
    packaged = Listing("reseller", front.replace("ORG", org.lower()) + model + back, "")
    assert ids(packaged, plain) == [canonical] * 2


# Percent-escapes: what is escaped is read as what it stands for, whoever sells it.


@pytest.mark.parametrize(
    "escaped, plain",
    [
        ("anthropic%2Fclaude-opus-4", "anthropic/claude-opus-4"),
        ("meta-llama%2fLlama-3.2-1B-Instruct%3Afree", "meta-llama/Llama-3.2-1B-Instruct:free"),
        ("accounts%2Ffireworks%2Fmodels%2Fglm-6p3", "accounts/fireworks/models/glm-6p3"),
    ],
)
def test_an_escaped_id_is_read_decoded(escaped, plain):
    assert identify(escaped, provider="openrouter").id == identify(plain, provider="openrouter").id


def test_two_spellings_of_one_id_keep_their_keys_and_share_a_model():
    rows = [Listing("acme", model_id, "") for model_id in ("meta/llama-9-1b", "meta%2Fllama-9-1b")]
    found = canonicalise(rows)
    assert found.keys() == {("acme", "meta/llama-9-1b"), ("acme", "meta%2Fllama-9-1b")}
    assert {identity.id for identity in found.values()} == {"meta/llama-9-1b"}
    assert Basis.SINGLETON not in {identity.basis for identity in found.values()}


def test_upstreams_own_id_is_read_decoded():
    assert identify("orbit", upstream="openai%2Fgpt-5").id == "openai/gpt-5"


APART = [
    ("base and tuned", "meta/llama-3.2-1b meta/llama-3.2-1b-instruct"),
    ("base and tuned", "google/gemma-4-31b-pt google/gemma-4-31b-it"),
    ("sizes", "qwen3-8b qwen3-32b qwen3-1.7b qwen3-7b"),
    ("thinking", "kimi-k2-thinking kimi-k2"),
    ("thinking", "qwen3-next-80b-a3b-thinking qwen3-next-80b-a3b-instruct"),
    ("preview", "gemini-3.1-flash-lite gemini-3.1-flash-lite-preview"),
    ("dates", "gpt-4o gpt-4o-2024-05-13 gpt-4o-2024-11-20"),
    ("dates", "claude-haiku-4-5 claude-haiku-4-5-20251001"),
    ("dates", "deepseek-r1 deepseek-r1-0528"),
    ("distillation", "deepseek-r1 deepseek-r1-distill-qwen-32b deepseek-r1-distill-llama-70b"),
    ("fine-tune", "nvidia/llama-3.1-nemotron-70b-instruct meta-llama/llama-3.1-70b-instruct"),
    ("fine-tune", "huihui-ai/Llama-3.3-70B-Instruct-abliterated meta-llama/Llama-3.3-70B-Instruct"),
    ("sold speed", "minimax-m2.7 minimax-m2.7-highspeed"),
    ("sold speed", "grok-4.1 grok-4.1-fast grok-4.1-fast-non-reasoning"),
    ("sold speed", "glm-5 glm-5-turbo glm-5v-turbo"),
    ("sold speed", "mimo-v2.5-pro mimo-v2.5-pro-ultraspeed"),
    ("sold context", "gpt-3.5-turbo gpt-3.5-turbo-16k"),
    ("sold context", "phi-3-mini-4k-instruct phi-3-mini-128k-instruct"),
    ("kinds", "gemini-2.5-flash gemini-2.5-flash-image gemini-2.5-flash-lite gemini-2.5-flash-tts"),
    ("kinds", "gpt-5.2 gpt-5.2-pro gpt-5.2-codex gpt-5.2-chat"),
    ("kinds", "qwen3-vl-30b-a3b-instruct qwen3-30b-a3b-instruct-2507 qwen3-coder-30b-a3b-instruct"),
    ("routers", "openrouter/auto openrouter/free kilo-auto/free"),
]


@pytest.mark.parametrize("why, model_ids", APART, ids=[f"{a}: {b[:30]}" for a, b in APART])
def test_different_models_have_different_ids(why, model_ids):
    found = [identify(model_id).id for model_id in model_ids.split()]
    assert len(set(found)) == len(found), why


@pytest.mark.parametrize(
    "provider, model_id, maker",
    [
        ("nano-gpt", "Sao10K/L3.3-70B-Euryale-v2.3", "sao10k"),
        ("nano-gpt", "Llama-3.3-70B-Shakudo", "community"),
        ("evroc", "nvidia/Llama-3.3-70B-Instruct-FP8", "meta"),
        ("alibaba", "glm-5", "zhipuai"),
        ("poe", "novita/glm-4.7", "zhipuai"),
        ("zenmux", "new-lab/orbit-2", "new-lab"),
        ("sakana", "next-thing", "sakana"),
        ("crof", "greg-2-super", "crof"),
        ("helicone", "deepseek-tng-r1t2-chimera", "tngtech"),
        ("digitalocean", "fal-ai/elevenlabs/tts/multilingual-v2", "elevenlabs"),
    ],
)
def test_the_maker_trained_the_model(provider, model_id, maker):
    assert identify(model_id, provider=provider).maker == maker


def test_the_display_name_completes_a_nickname():
    assert (
        identify("gemini-3.1-pro", name="Gemini 3.1 Pro Preview").slug == "gemini-3-1-pro-preview"
    )
    assert identify("nemotron-3-nano-30b", name="Nemotron 3 Nano 30B A3B").slug.endswith("30b-a3b")


def test_a_formal_name_is_not_changed_by_the_display_name():
    found = identify("meta/llama-3.2-1b", name="Llama 3.2 1B Instruct")
    assert found.id == "meta/llama-3-2-1b"


def test_a_makers_own_display_name_is_another_name_of_its_model():
    own = Listing("nvidia", "nvidia/nemotron-9-super-120b-a12b", "Nemotron 9 Super")
    other = Listing("ollama-cloud", "nemotron-9-super", "nemotron-9-super")
    assert len(set(ids(own, other))) == 1


def test_dated_and_undated_ids_of_one_display_name_are_one_model():
    rows = [Listing("sakana", i, "Fugu Ultra") for i in ("fugu-ultra", "fugu-ultra-20260615")]
    assert ids(*rows) == ["sakana/fugu-ultra"] * 2


def test_dated_and_undated_ids_of_two_display_names_are_two_models():
    latest = Listing("anthropic", "claude-haiku-4-5", "Claude Haiku 4.5 (latest)")
    dated = Listing("anthropic", "claude-haiku-4-5-20251001", "Claude Haiku 4.5")
    assert len(set(ids(latest, dated))) == 2


def test_a_date_that_the_maker_does_not_sell_is_redundant():
    own = Listing("openai", "gpt-9", "GPT-9")
    dated = Listing("302ai", "gpt-9-2027-01-02", "")
    assert ids(own, dated) == ["openai/gpt-9"] * 2


def test_preview_may_be_left_out_of_a_preview_only_model():
    own = Listing("google", "gemini-8-pro-preview", "Gemini 8 Pro Preview")
    short = Listing("poe", "google/gemini-8-pro", "Gemini-8-Pro")
    assert ids(own, short) == ["google/gemini-8-pro-preview"] * 2


def test_upstream_outranks_the_rules():
    found = identify("route/mimo-v2.5", upstream="xiaomi/mimo-v2.5-pro")
    assert (found.id, found.basis, found.doubt) == ("xiaomi/mimo-v2-5-pro", Basis.UPSTREAM, None)


@pytest.mark.parametrize(
    "model_id, upstream, expected",
    [
        ("meta/llama-3.2-1b-instruct", "meta/llama-3.2-1b", "meta/llama-3-2-1b-instruct"),
        ("meta/llama-3.2-1b", "meta/llama-3.2-1b-instruct", "meta/llama-3-2-1b"),
        ("qwen/qwen3-8b", "alibaba/qwen3-32b", "alibaba/qwen3-8b"),
        ("deepseek-v3-base", "deepseek/deepseek-v3", "deepseek/deepseek-v3-base"),
        ("r1-distill-qwen-32b", "deepseek/deepseek-r1", "deepseek/deepseek-r1-distill-qwen-32b"),
    ],
)
def test_a_contradicted_upstream_id_is_a_doubt(model_id, upstream, expected):
    found = identify(model_id, upstream=upstream)
    assert found.id == expected
    assert found.basis is not Basis.UPSTREAM
    assert found.doubt.endswith(expected.partition("/")[2])


def test_a_nickname_does_not_contradict_the_training():
    found = identify("llama3.1-8b", upstream="meta/llama-3.1-8b")
    assert (found.id, found.doubt) == ("meta/llama-3-1-8b", None)


def test_a_listing_without_upstream_id_follows_that_of_others():
    told = Listing("a", "zai-org/GLM-6", "GLM-6", upstream="zhipuai/glm-6-original")
    untold = Listing("b", "glm-6", "GLM-6")
    assert ids(told, untold) == ["zhipuai/glm-6-original"] * 2


def test_one_odd_upstream_id_does_not_rename_others():
    odd = Listing("a", "qwen3-8b-instruct-2507", "", upstream="alibaba/qwen3-8b")
    rows = [Listing(provider, "qwen3-8b-instruct-2507", "") for provider in "bcd"]
    assert ids(odd, *rows)[1:] == ["alibaba/qwen3-8b-instruct-2507"] * 3


@pytest.mark.parametrize("upstream", ["", "/", "nothing", "/x", "模/型", "a/"])
def test_an_invalid_upstream_id_is_ignored(upstream):
    assert identify("glm-5.1", upstream=upstream).id == "zhipuai/glm-5-1"


def test_basis():
    assert identify("glm-5.1").basis is Basis.SINGLETON
    assert identify("claude-3.5-haiku").basis is Basis.ALIAS
    pair = [Listing("a", "glm-5.1", ""), Listing("b", "z-ai/glm-5.1", "")]
    assert {found.basis for found in canonicalise(pair).values()} == {Basis.RULE}


def test_rules_are_in_order_of_application():
    found = identify("workers-ai/@cf/zai-org/glm-5p1-fp8")
    assert found.rules == ("gateway-path", "decimal-point-as-p", "quantization-suffix")


@pytest.mark.parametrize(
    "maker, slug, derivative",
    [
        ("meta", "llama-3-2-1b-instruct", False),
        ("openai", "gpt-5-4", False),
        ("nvidia", "llama-3-1-nemotron-70b-instruct", True),
        ("deepseek", "deepseek-r1-distill-qwen-32b", True),
        ("community", "qwen3-5-27b-bluestar-derestricted", True),
        ("nousresearch", "hermes-4-405b", False),
    ],
)
def test_is_derivative(maker, slug, derivative):
    assert is_derivative(maker, slug) is derivative


@pytest.mark.parametrize(
    "model_id", ["", "/", "///", "模型", "...", "-", ":free", "@", "~", "a" * 5000]
)
def test_a_slug_is_never_empty(model_id):
    found = identify(model_id)
    assert found.slug
    assert found.maker


def test_ids_without_letters_stay_different():
    assert identify("模型").id != identify("型模").id


ANY_TEXT = st.text(max_size=80)
WORDS = """
meta/ llama -3.2 -1b -instruct :free -fp8 us. anthropic. claude -opus 4 -4-8 -v1:0 gpt 54 qwen 3
-thinking :thinking -turbo -202k hf: accounts/fireworks/models/ - . / : @ ~ 模
"""
PARTS = st.sampled_from(WORDS.split())
IDS = st.one_of(ANY_TEXT, st.lists(PARTS, max_size=12).map("".join))
LISTINGS = st.lists(
    st.builds(Listing, st.sampled_from(["anthropic", "openai", "kilo", "x"]), IDS, ANY_TEXT,
              st.none(), st.one_of(st.none(), IDS)),
    max_size=12,
)  # fmt: skip


@given(LISTINGS, st.randoms(use_true_random=False))
def test_any_listings_in_any_order_give_the_same_answer(listings, random):
    found = canonicalise(listings)
    random.shuffle(listings)
    assert canonicalise(listings) == found
    for identity in found.values():
        assert identity.slug.strip("-")
        assert set(identity.id) <= set("abcdefghijklmnopqrstuvwxyz0123456789-/")


@pytest.mark.parametrize(
    "part", ["-free", "/", "us.", "-fp8", "a-", "9", ":thinking", "(", "nova-", " "]
)
def test_long_repetitions_take_linear_time(part):
    text = part * (100_000 // len(part))
    start = process_time()
    identify(text, name=text)
    assert process_time() - start < 2  # some milliseconds; going back over it would take minutes
