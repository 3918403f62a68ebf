"""Words that canonicalisation knows, as data. Pure."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Speed words are packaging only from somebody whose maker does not sell them as a model.
SPEED = _words(
    "batch fast flex highspeed instant lightning priority rapid turbo ultrafast ultraspeed"
)

# A context window in the name is packaging, unless the maker sells it as a model.
CONTEXT = r"-([1-9]\d{2,3}k|1m)$"

# Words that put a reseller's or a host's name in front of a model's.
RESELLERS = _words(
    "alibaba-cloud alicloud aliyun aws azure bedrock cerebras cf chutes coding databricks deep "
    "deepinfra duo-chat fireworks gitlab groq hf hosted huawei local novita ollama openrouter "
    "public route sambanova siliconflow snowflake tee together umans vertex volcengine "
    "workers-ai xpersona"
)

# Organisations that publish copies of other makers' weights, and none of their own.
REPACKAGERS = _words(
    "bartowski cortecs ggml-org intel lmstudio-community mlx-community neuralmagic nm-testing "
    "quanttrio redhatai redhat-ai thebloke turboderp unsloth cyankiwi baseten fireworks-ai "
    "deepinfra openrouter-free azure-ml amd gaianet empiriolabs"
)

# Words of somebody's change to a maker's model.
DERIVED = _words(
    "abliterated abliteration cognitive darkidol derestricted distill distilled dolphin dpo "
    "finetune heretic lora merge obliterated roleplay slerp uncensored unshackled"
)

# Words that any maker's own names hold; a name with others is somebody's fine-tune.
PLAIN = (
    r"v?\d+(?:b|t|m|k|e|n|o|v)?|[aemkv]\d+b?|\d+x\d+b|instruct|it|chat|base|pt|vision|vl|coder|"
    r"code|thinking|reasoning|non|preview|turbo|mini|lite|flash|pro|plus|max|air|airx|ultra|small|"
    r"medium|large|nano|omni|embed|embedding|guard|next|scout|maverick|exp|latest|fast|math|"
    r"reranker|oss|opus|sonnet|haiku|r1|distill|qwen\d*|llama|image|video|tts|audio|speciale|"
    r"terminus|nemo|edit|codex|deep|research|live|instant|multilingual|lightning|highspeed|versatile"
)
