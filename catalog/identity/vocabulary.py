"""Word lists of canonicalisation. Pure."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Speed words are packaging, unless the maker sells them as models (`Maker.sold_speeds`).
SPEED = _words(
    "batch fast flex highspeed instant lightning priority rapid turbo ultrafast ultraspeed"
)

# Of these the ones that never name a model: how a request is served.
TIERS = _words("batch flex priority")

# A context window in the name is packaging, unless the maker sells it (`Maker.sold_contexts`).
CONTEXT = r"-([1-9]\d{2,3}k|1m)$"

# Prefixes of resellers and hosts.
RESELLERS = _words(
    "alibaba-cloud alicloud aliyun aws azure bedrock cerebras cf chutes coding databricks deep "
    "deepinfra duo-chat fireworks gitlab groq hf hosted huawei local novita ollama openrouter "
    "azure-openai deepinfra fireworks-ai gcp github hyperbolic nebius nim parasail public "
    "replicate route sambanova siliconflow snowflake tee together together-ai togetherai umans "
    "vercel vertex vertex-ai volcengine workers-ai xpersona"
)

# Organisations that publish copies of other makers' weights and no models of their own.
REPACKAGERS = _words(
    "bartowski cortecs ggml-org intel lmstudio-community mlx-community neuralmagic nm-testing "
    "quanttrio redhatai redhat-ai thebloke turboderp unsloth cyankiwi baseten fireworks-ai "
    "deepinfra openrouter-free azure-ml amd gaianet empiriolabs"
)

# Words of fine-tunes, merges and distillations of another maker's model.
DERIVED = _words(
    "abliterated abliteration cognitive darkidol derestricted distill distilled dolphin dpo "
    "finetune heretic lora merge obliterated roleplay slerp uncensored unshackled"
)

# Words of makers' own names; a name with other words is a fine-tune.
PLAIN = (
    r"v?\d+(?:b|t|m|k|e|n|o|v)?|[aemkvr]\d*b?|\d+x\d+b|agent|air|airx|alpha|asr|audio|base|beta|build|"
    r"chat|code|coder|codex|command|content|customtools|deep|dev|distill|doc|edit|embed|embedding|"
    r"exp|flash|flashx|guard|haiku|highspeed|image|instant|instruct|it|large|latest|lightning|lite|"
    r"live|llama|math|maverick|max|medium|micro|mini|moderation|mt|multi|multilingual|nano|nemo|"
    r"next|non|ocr|omni|opus|oss|plus|preview|pro|prompt|pt|quality|qwen\d*|r1|realtime|reasoner|"
    r"reasoning|rerank|reranker|research|safeguard|safety|scout|search|small|sonnet|spark|"
    r"speciale|super|terminus|thinking|transcribe|translate|tts|turbo|ultra|versatile|video|"
    r"vision|vl|voice"
)
