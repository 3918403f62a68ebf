"""The rules of canonicalisation as tables: each has a name, a reason and a tested example. Pure.

A rule rewrites text by one regular expression. `PATH` rules see the provider's whole id in
lower case, `PACKAGING` rules the end of the slug (again and again until none applies) and
`SPELLING` rules the slug of one family of models, in the order of the table.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One rewriting: `pattern` becomes `into`; `words` limits it to slugs that begin so."""

    name: str
    why: str
    pattern: str
    into: str
    example: tuple[str, str]
    words: tuple[str, ...] = ()


PATH: tuple[Rule, ...] = (
    Rule(
        "Marker before the id",
        "a gateway's own sign for a moving alias or for Hugging Face is not part of the name",
        r"^(?:~|hf:|hf\.co/|huggingface\.co/)+",
        "",
        ("hf:zai-org/glm-5.1", "zai-org/glm-5.1"),
    ),
    Rule(
        "Folders of a gateway",
        "the path tells where a gateway keeps the model, not which model it is",
        r"(?<![^/])(?:accounts|fireworks|models|routers|workers-ai|@cf|@hf|route|tee|pro|lora|"
        r"public|main|chat-completion|completion|qwenlm|qwencoder|afm|fal-ai|tts|serverless|"
        r"deployments|endpoints|publishers|inference|hosted|private|free|beta)/",
        "",
        ("workers-ai/@cf/meta/llama-3.2-1b-instruct", "meta/llama-3.2-1b-instruct"),
    ),
    Rule(
        "Second shelf of a maker",
        "a number after the organisation only tells the gateway's price lists apart",
        r"(?<=[a-z]) \d+(?=/)",
        "",
        ("nousresearch 2/hermes-4-70b", "nousresearch/hermes-4-70b"),
    ),
    Rule(
        "Region of a cloud",
        "one model served from several regions is one model",
        r"^(?:us|us-gov|eu|ap|apac|au|jp|ca|sa|me|in|uk|global)\.(?=[a-z0-9-]+\.)",
        "",
        ("us.anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-6-v1"),
    ),
    Rule(
        "Version of a cloud's wrapper",
        "Bedrock counts its own revisions of the wrapper after the model's name",
        r"^([a-z0-9-]+\.[a-z].*?)-(?:v\d+(?::\d+)?|\d+:\d+)(?::\d+k)?$",
        r"\1",
        ("anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic.claude-haiku-4-5-20251001"),
    ),
    Rule(
        "Default version",
        "@default and :latest name no version",
        r"(?:@default|@latest|:latest)$",
        "",
        ("claude-opus-4-6@default", "claude-opus-4-6"),
    ),
    Rule(
        "Thinking budget",
        "how many tokens a model may think is a setting of the request",
        r"([:-]thinking)(?::\d+|-(?:1024|8192|\d{5,6})|[:-](?:low|medium|high|max|xhigh|minimal))$",
        r"\1",
        ("claude-opus-4-6:thinking:low", "claude-opus-4-6:thinking"),
    ),
    Rule(
        "Thinking as a mode",
        ":thinking asks one model to think; a model trained to think says -thinking",
        r":thinking$",
        "",
        ("z-ai/glm-4.6:thinking", "z-ai/glm-4.6"),
    ),
    Rule(
        "Bedrock's DeepSeek V3",
        "what Bedrock calls V3 alone is V3.1, as its own display name says",
        r"^deepseek\.v3$",
        "deepseek.v3.1",
        ("deepseek.v3", "deepseek.v3.1"),
    ),
    Rule(
        "Plus sign",
        "R+ and R-plus are one name",
        r"(?<=[a-z0-9])\+",
        "-plus",
        ("command-r+", "command-r-plus"),
    ),
)

PACKAGING: tuple[Rule, ...] = (
    Rule(
        "Free channel",
        "a price, not a model",
        r"(?:free|:free)",
        "",
        ("gpt-oss-120b-free", "gpt-oss-120b"),
    ),
    Rule(
        "Precision of the weights",
        "a quantised copy is a packaging of the same model",
        r"(?:(?:nv|mx)?fp(?:4|6|8|16|32)|bf16|int[48]|\d-?bit|awq|gptq|gguf|ggml|mlx|exl[23]|"
        r"w4a16|w8a8|w4afp8|i?q[2-8](?:-(?:k|0|1|xs|xxs|nl))?(?:-(?:xxs|xs|s|m|l|xl))?|"
        r"int4-mixed-ar|mixed-ar|autoround|fp8-dynamic|dynamic|fp8-block|quantized|int4-mixed|qat)",
        "",
        ("glm-5-1-fp8", "glm-5-1"),
    ),
    Rule(
        "Sealed hardware",
        "a trusted execution environment changes where it runs, not what runs",
        r"(?:tee|confidential)",
        "",
        ("glm-5-tee", "glm-5"),
    ),
    Rule(
        "Model as a service",
        "how a cloud sells it",
        r"(?:maas|serverless|dedicated|hosted|cloud|ollama)",
        "",
        ("glm-5-maas", "glm-5"),
    ),
    Rule(
        "Routing wish",
        "which host should answer is a setting of the gateway",
        r"(?:exacto|nitro|floor|extended|online|web|tput|(?:high-)?throughput|cheaper|cheapest|balanced-routing)",
        "",
        ("glm-4-6-exacto", "glm-4-6"),
    ),
    Rule(
        "Region in the name",
        "one model served from several regions is one model",
        r"(?:eu|us|global|europe|asia)",
        "",
        ("glm-5-eu", "glm-5"),
    ),
    Rule(
        "Host's name behind",
        "who serves the model is the provider's business",
        r"(?:cs|fw|el|cerebras|groq|sambanova|together|fireworks|deepinfra|bedrock|vertex|azure)",
        "",
        ("llama-3-3-70b-cs", "llama-3-3-70b"),
    ),
    Rule(
        "Shorter context",
        "a cheaper offer of the same model with a smaller window",
        r"(?:short|short-context)",
        "",
        ("glm-5-2-short", "glm-5-2"),
    ),
    Rule(
        "Format for a library",
        "a Hugging Face or MLX copy holds the same weights",
        r"(?:hf|original|safetensors|transformers)",
        "",
        ("llama-2-70b-chat-hf", "llama-2-70b-chat"),
    ),
)

# Speed words are packaging only from somebody whose maker does not sell them as a model.
SPEED = ("turbo", "fast", "lightning", "highspeed", "ultraspeed", "instant", "ultrafast", "rapid", "flex", "batch", "priority")

# A context window in the name is packaging, unless the maker sells it as a model.
CONTEXT = r"-([1-9]\d{2,3}k)$"

# Words that put a reseller's or a host's name in front of a model's.
RESELLERS = frozenset(
    "alibaba-cloud alicloud aliyun aws azure bedrock cerebras cf chutes coding databricks deep "
    "deepinfra duo-chat fireworks gitlab groq hf hosted huawei local novita ollama openrouter "
    "public route sambanova siliconflow snowflake tee together umans vertex volcengine "
    "workers-ai xpersona".split()
)

# Organisations that publish copies of other makers' weights, and none of their own.
REPACKAGERS = frozenset(
    "bartowski cortecs ggml-org intel lmstudio-community mlx-community neuralmagic nm-testing "
    "quanttrio redhatai redhat-ai thebloke turboderp unsloth cyankiwi baseten fireworks-ai "
    "deepinfra openrouter-free azure-ml amd gaianet empiriolabs".split()
)

# Words of somebody's change to a maker's model.
DERIVED = frozenset(
    "abliterated abliteration cognitive darkidol derestricted distill distilled dolphin dpo "
    "finetune heretic lora merge obliterated roleplay slerp uncensored unshackled".split()
)

# Words that any maker's own names hold; a name with others is somebody's fine-tune.
PLAIN = (
    r"v?\d+(?:b|t|m|k|e|n|o|v)?|[aemkv]\d+b?|\d+x\d+b|instruct|it|chat|base|pt|vision|vl|coder|"
    r"code|thinking|reasoning|non|preview|turbo|mini|lite|flash|pro|plus|max|air|airx|ultra|small|"
    r"medium|large|nano|omni|embed|embedding|guard|next|scout|maverick|exp|latest|fast|math|"
    r"reranker|oss|opus|sonnet|haiku|r1|distill|qwen\d*|llama|image|video|tts|audio|speciale|"
    r"terminus|nemo|edit|codex|deep|research|live|instant|lightning|highspeed|versatile"
)

SPELLING: tuple[Rule, ...] = (
    Rule(
        "p for a point",
        "some hosts may not write a point",
        r"(?<=\d)p(?=\d)",
        "-",
        ("kimi-k2p5", "kimi-k2-5"),
    ),
    Rule(
        "Maker's name in front of Llama",
        "Meta-Llama-3.1 and Llama-3.1 are one name",
        r"^meta-(?=llama)",
        "",
        ("meta-llama-3-1-8b-instruct", "llama-3-1-8b-instruct"),
        ("meta",),
    ),
    Rule(
        "Version of Llama",
        "llama3-3, llama-v3p3 and llama-33 all mean 3.3",
        r"^llama-?v?([2-9])(?:-?([1-9]))?(?=-|$)",
        r"llama-\1-\2",
        ("llama3-3-70b-instruct", "llama-3-3-70b-instruct"),
        ("llama",),
    ),
    Rule(
        "Llama that exists only tuned",
        "Llama 3.3 has no base model, so the short name means the tuned one",
        r"^(llama-3-3-(?:8b|70b))(?:-versatile)?$",
        r"\1-instruct",
        ("llama-3-3-70b", "llama-3-3-70b-instruct"),
        ("llama",),
    ),
    Rule(
        "Groq's names for Llama",
        "versatile and instant are Groq's words for its two speeds of the tuned models",
        r"^(llama-3-[1-9]-\d+b)-(?:versatile|instant)$",
        r"\1-instruct",
        ("llama-3-1-8b-instant", "llama-3-1-8b-instruct"),
        ("llama",),
    ),
    Rule(
        "Llama 4 by any length of name",
        "17b and the number of experts are the same for each of the two",
        r"^llama-4-(scout|maverick)(?:-17b)?(?:-(?:16|128)e)?(?:-instruct)?$",
        r"llama-4-\1-17b-instruct",
        ("llama-4-maverick-17b-128e-instruct", "llama-4-maverick-17b-instruct"),
        ("llama",),
    ),
    Rule(
        "Llama 3.2 that sees",
        "its two large sizes exist only with vision, whatever the order of words",
        r"^(llama-3-2)-(11b|90b)(?:-instruct|-vision|-vision-instruct|-instruct-vision)$",
        r"\1-\2-vision-instruct",
        ("llama-3-2-11b-vision", "llama-3-2-11b-vision-instruct"),
        ('llama',),
    ),
    Rule(
        "Version of GPT",
        "gpt-54, gpt5-4 and gpt-5.4 are one name",
        r"^gpt-?([3-9])(?:-?([1-9]))?(?=-|$)",
        r"gpt-\1-\2",
        ("gpt-54-mini", "gpt-5-4-mini"),
        ("gpt",),
    ),
    Rule(
        "OpenAI's way of dates",
        "OpenAI writes 2024-11-20, some resellers 20241120",
        r"-(20[2-3]\d)([01]\d)([0-3]\d)$",
        r"-\1-\2-\3",
        ("gpt-4o-20241120", "gpt-4o-2024-11-20"),
        ("gpt", "o"),
    ),
    Rule(
        "Effort",
        "how hard a model thinks is a setting of the request",
        r"^((?:gpt-[5-9]|o\d|gemini-[3-9]|claude-|grok-).*?)-(?:minimal|low|high|xhigh)$",
        r"\1",
        ("o3-mini-high", "o3-mini"),
        ('gpt', 'o', 'gemini', 'claude', 'grok'),
    ),
    Rule(
        "Middle effort of OpenAI's models",
        "OpenAI names no model medium",
        r"^((?:gpt-[5-9]|o\d).*?)-medium$",
        r"\1",
        ("gpt-5-medium", "gpt-5"),
        ('gpt', 'o'),
    ),
    Rule(
        "Claude with its name first",
        "from version 4 on Anthropic writes the name before the number",
        r"^claude-?([4-9])(?:-?(\d))?-(opus|sonnet|haiku|fable|mythos)(?=-|$)",
        r"claude-\3-\1-\2",
        ("claude-4-5-sonnet", "claude-sonnet-4-5"),
        ("claude",),
    ),
    Rule(
        "Claude 3 with its number first",
        "up to version 3 Anthropic writes the number before the name",
        r"^claude-?(opus|sonnet|haiku)-?3(?:-?([57]))?(?=-|$)",
        r"claude-3-\2-\1",
        ("claude-sonnet-3-7", "claude-3-7-sonnet"),
        ("claude",),
    ),
    Rule(
        "Version of Claude",
        "claude-opus4-8, claude-opus-48 and claude-opus-4.8 are one name",
        r"^claude-(opus|sonnet|haiku|fable|mythos)-?([4-9])(?:-?(\d))?(?=-|$)",
        r"claude-\1-\2-\3",
        ("claude-opus4-8", "claude-opus-4-8"),
        ("claude",),
    ),
    Rule(
        "Claude 3 glued",
        "claude-35 means 3.5",
        r"^claude-?3-?([57])(?=-)",
        r"claude-3-\1",
        ("claude-35-sonnet", "claude-3-5-sonnet"),
        ("claude",),
    ),
    Rule(
        "Claude without its first word",
        "GitLab's chat writes only the class",
        r"^(?=(?:opus|sonnet|haiku)-\d)",
        r"claude-",
        ("sonnet-4-6", "claude-sonnet-4-6"),
        ('opus', 'sonnet', 'haiku'),
    ),
    Rule(
        "Anthropic's way of dates",
        "Anthropic writes 20250514, some resellers 2025-05-14",
        r"-(20[2-3]\d)-([01]\d)-([0-3]\d)(?=-|$)",
        r"-\1\2\3",
        ("claude-sonnet-4-2025-05-14", "claude-sonnet-4-20250514"),
        ("claude",),
    ),
    Rule(
        "Wrapper's version after a date",
        "the date already tells the version",
        r"(-20[2-3]\d{5})-v\d+$",
        r"\1",
        ("claude-3-5-sonnet-20241022-v2", "claude-3-5-sonnet-20241022"),
        ("claude",),
    ),
    Rule(
        "Version of Gemini",
        "gemini-25-pro and gemini2.5-pro mean 2.5",
        r"^gemini-?([1-9])(?:-?([0-9]))?(?=-|$)",
        r"gemini-\1-\2",
        ("gemini-25-pro", "gemini-2-5-pro"),
        ("gemini",),
    ),
    Rule(
        "Gemini with its number first",
        "one model, two orders of words",
        r"^gemini-(pro|flash|flash-lite)-([1-9]-\d)(?=-|$)",
        r"gemini-\2-\1",
        ("gemini-pro-1-5", "gemini-1-5-pro"),
        ("gemini",),
    ),
    Rule(
        "Point nought of Gemini",
        "from version 3 on Google leaves .0 out",
        r"^gemini-([3-9])-0(?=-)",
        r"gemini-\1",
        ("gemini-3-0-pro", "gemini-3-pro"),
        ('gemini',),
    ),
    Rule(
        "Generation of pictures and films",
        "Vertex adds what the model does and the number of its first stable version",
        r"^((?:imagen|veo)-.*)-generate-001$",
        r"\1",
        ("veo-3-1-fast-generate-001", "veo-3-1-fast"),
        ('imagen', 'veo'),
    ),
    Rule(
        "Number of Imagen and Veo",
        "veo3.1 is veo-3.1, and 4.0 is 4",
        r"^(imagen|veo)-?([3-9])(?:-0(?=-|$))?",
        r"\1-\2",
        ("imagen-4-0-ultra", "imagen-4-ultra"),
        ('imagen', 'veo'),
    ),
    Rule(
        "First stable version of Gemini",
        "-001 is the number of the stable version that the plain name means",
        r"^(gemini-\d-\d-(?:pro|flash|flash-lite))-001$",
        r"\1",
        ("gemini-2-0-flash-001", "gemini-2-0-flash"),
        ("gemini",),
    ),
    Rule(
        "Version of Gemma",
        "gemma4 and gemma-4 are one name",
        r"^gemma-?([2-9]n?)(?=-)",
        r"gemma-\1",
        ("gemma4-31b-it", "gemma-4-31b-it"),
        ("gemma",),
    ),
    Rule(
        "Gemma is sold tuned",
        "hosts serve the tuned Gemma; the base model says pt",
        r"^(gemma-[2-9]n?-(?:e?\d+b)(?:-a\d+b)?)(?:-instruct)?$",
        r"\1-it",
        ("gemma-4-31b", "gemma-4-31b-it"),
        ("gemma",),
    ),
    Rule(
        "Version of Qwen",
        "Alibaba writes the number without a dash",
        r"^qwen-?([1-9])(?:-?([1-9]))?(?=-|$)",
        r"qwen\1-\2",
        ("qwen-2-5-72b-instruct", "qwen2-5-72b-instruct"),
        ("qwen",),
    ),
    Rule(
        "Qwen Coder by any length of name",
        "the open Qwen3 Coder models exist only tuned, one of each size",
        r"^qwen3-coder(?:-480b|-480b-a35b)?$",
        "qwen3-coder-480b-a35b-instruct",
        ("qwen3-coder-480b-a35b", "qwen3-coder-480b-a35b-instruct"),
        ("qwen",),
    ),
    Rule(
        "Small Qwen Coder by any length of name",
        "the open Qwen3 Coder models exist only tuned, one of each size",
        r"^qwen3-coder-(?:30b|30b-a3b|30b-instruct)$",
        "qwen3-coder-30b-a3b-instruct",
        ("qwen3-coder-30b-a3b", "qwen3-coder-30b-a3b-instruct"),
        ("qwen",),
    ),
    Rule(
        "Qwen3 Next by any length of name",
        "of its two kinds the one that does not say thinking is the tuned one",
        r"^qwen3-next-80b(?:-a3b)?$",
        r"qwen3-next-80b-a3b-instruct",
        ("qwen3-next-80b", "qwen3-next-80b-a3b-instruct"),
        ('qwen',),
    ),
    Rule(
        "Instruct of the date",
        "of the July 2025 models the one that does not think is the instruct one",
        r"^(qwen3-\d+b(?:-a\d+b)?)-2507(?:-instruct)?$",
        r"\1-instruct-2507",
        ("qwen3-235b-a22b-2507", "qwen3-235b-a22b-instruct-2507"),
        ("qwen",),
    ),
    Rule(
        "DeepSeek without its first word",
        "a cloud that names the maker apart writes r1 and v3 alone",
        r"^(?=(?:r1|v[3-9])(?:-|$))",
        "deepseek-",
        ("r1-0528", "deepseek-r1-0528"),
        ("r", "v"),
    ),
    Rule(
        "Version of DeepSeek",
        "deepseek-v31, deepseek-3.1 and deepseek-chat-v3.1 mean V3.1",
        r"^deepseek-(?:chat-)?v?([3-9])(?:-?([1-9]))?(?=-|$)",
        r"deepseek-v\1-\2",
        ("deepseek-chat-v3-1", "deepseek-v3-1"),
        ("deepseek",),
    ),
    Rule(
        "Size of DeepSeek",
        "each of these has one size only",
        r"^(deepseek-(?:r1|v3)(?:-\d+)?)-(?:671b|685b)$",
        r"\1",
        ("deepseek-r1-671b", "deepseek-r1"),
        ('deepseek',),
    ),
    Rule(
        "Kimi without its first word",
        "its own coding plan writes k2p5",
        r"^(?=k[2-9]-\d(?:-|$))",
        "kimi-",
        ("k2-5", "kimi-k2-5"),
        ("k",),
    ),
    Rule(
        "Version of Kimi",
        "kimi-k25 means K2.5",
        r"^kimi-k?([2-9])-?([1-9])(?=-|$)",
        r"kimi-k\1-\2",
        ("kimi-k25", "kimi-k2-5"),
        ("kimi",),
    ),
    Rule(
        "Dated Kimi K2",
        "open weights say Instruct, the maker's channel says preview, of one dated model",
        r"^kimi-k2-(?:instruct-)?(0711|0905)$",
        r"kimi-k2-\1-preview",
        ("kimi-k2-instruct-0905", "kimi-k2-0905-preview"),
        ('kimi',),
    ),
    Rule(
        "First Kimi K2",
        "the undated name is the first release, of July 2025",
        r"^kimi-k2(?:-instruct)?(?:-1t)?$",
        r"kimi-k2-0711-preview",
        ("kimi-k2-instruct", "kimi-k2-0711-preview"),
        ('kimi',),
    ),
    Rule(
        "Version of MiniMax",
        "minimax-m25 means M2.5",
        r"^minimax-m([2-9])-?([1-9])(?=-|$)",
        r"minimax-m\1-\2",
        ("minimax-m25", "minimax-m2-5"),
        ("minimax",),
    ),
    Rule(
        "Version of GLM",
        "glm-47, glm4.7 and glm-4.7 are one name",
        r"^glm-?([4-9])-?([1-9])(?=v?(?:-|$))",
        r"glm-\1-\2",
        ("glm-47-flash", "glm-4-7-flash"),
        ('glm',),
    ),
    Rule(
        "GLM without a dash",
        "glm5 and glm-5 are one name",
        r"^glm(?=[4-9])",
        r"glm-",
        ("glm5", "glm-5"),
        ('glm',),
    ),
    Rule(
        "V of a GLM that sees",
        "4.6-V and 4.6V are one name",
        r"^(glm-[4-9](?:-\d)?)-v(?=-|$)",
        r"\1v",
        ("glm-4-6-v", "glm-4-6v"),
        ('glm',),
    ),
    Rule(
        "Version of Grok",
        "grok-41-fast means 4.1",
        r"^grok-?([2-9])(?:-?([1-9]0?))?(?=-|$)",
        r"grok-\1-\2",
        ("grok-41-fast", "grok-4-1-fast"),
        ("grok",),
    ),
    Rule(
        "Beta of Grok",
        "xAI kept the models of its betas under the plain name",
        r"^(grok-.*?)-beta(?=-|$)",
        r"\1",
        ("grok-4-20-beta-0309-reasoning", "grok-4-20-0309-reasoning"),
        ("grok",),
    ),
    Rule(
        "Reasoning is the default of fast Grok",
        "xAI's plain fast models are the reasoning ones",
        r"^(grok-4(?:-1)?-fast)-reasoning$",
        r"\1",
        ("grok-4-1-fast-reasoning", "grok-4-1-fast"),
        ("grok",),
    ),
    Rule(
        "Version of MiMo",
        "mimo-v25 means V2.5",
        r"^mimo-v([2-9])-?([1-9])(?=-|$)",
        r"mimo-v\1-\2",
        ("mimo-v25-pro", "mimo-v2-5-pro"),
        ("mimo",),
    ),
    Rule(
        "Nemotron with its number first",
        "Bedrock writes the size class before the number",
        r"^nemotron-(nano|super|ultra)-([3-9])(?=-|$)",
        r"nemotron-\2-\1",
        ("nemotron-nano-3-30b", "nemotron-3-nano-30b"),
        ("nemotron",),
    ),
    Rule(
        "First version of a Nemotron",
        "the plain name is the first version",
        r"^((?:llama-[\d-]+-)?nemotron-.*\d+b)-v1$",
        r"\1",
        ("llama-3-1-nemotron-ultra-253b-v1", "llama-3-1-nemotron-ultra-253b"),
        ("llama", "nemotron"),
    ),
    Rule(
        "Experiment of Mistral",
        "Mistral's labs channel sells the same models early",
        r"^labs-(?=(?:devstral|mistral|leanstral))",
        r"",
        ("labs-devstral-small-2512", "devstral-small-2512"),
        ('labs',),
    ),
    Rule(
        "Open models of Mistral",
        "in Mistral's own channel open- means the tuned open weights",
        r"^open-(mi[sx]tral-\d+b|mixtral-8x\d+b)$",
        r"\1-instruct",
        ("open-mixtral-8x7b", "mixtral-8x7b-instruct"),
        ('open',),
    ),
    Rule(
        "Open Nemo of Mistral",
        "in Mistral's own channel open- means the tuned open weights",
        r"^open-(?=mistral-nemo)",
        r"",
        ("open-mistral-nemo", "mistral-nemo"),
        ('open',),
    ),
    Rule(
        "Mistral Nemo by any length of name",
        "one size, one date, and hosts serve the tuned one",
        r"^mistral-nemo(?:-12b)?(?:-instruct)?(?:-2407)?(?:-v1)?$",
        r"mistral-nemo",
        ("mistral-nemo-instruct-2407", "mistral-nemo"),
        ('mistral',),
    ),
    Rule(
        "Pixtral 12B by any length of name",
        "one date only",
        r"^pixtral-12b(?:-2409)?$",
        r"pixtral-12b",
        ("pixtral-12b-2409", "pixtral-12b"),
        ('pixtral',),
    ),
    Rule(
        "Number of a Mistral without a dash",
        "small3.2 and small-3.2 are one name",
        r"^((?:mi|de|magi|mini)stral(?:-small|-medium|-large)?)(?=\d)",
        r"\1-",
        ("mistral-small3-2", "mistral-small-3-2"),
        ('mistral', 'devstral', 'magistral', 'ministral'),
    ),
    Rule(
        "Third Ministral",
        "Ministral 3 is the release of December 2025, of each size",
        r"^ministral-3-(\d+b)(?:-instruct)?(?:-2512)?$",
        r"ministral-\1-2512",
        ("ministral-3-14b-instruct-2512", "ministral-14b-2512"),
        ('ministral',),
    ),
    Rule(
        "Glued number of a Mistral",
        "small-31 means Small 3.1",
        r"^((?:mistral|devstral|magistral)-(?:small|medium|large))-([1-9])([1-9])(?=-|$)",
        r"\1-\2-\3",
        ("mistral-small-31-24b-instruct", "mistral-small-3-1-24b-instruct"),
        ('mistral', 'devstral', 'magistral'),
    ),
    Rule(
        "Date of a Mistral model",
        "Mistral's month is its version; size, number and Instruct repeat what it says",
        r"^((?:mistral|devstral|magistral)-(?:small|medium|large)|devstral(?!-(?:small|medium|large))|ministral-\d+b|codestral|pixtral-large|voxtral-(?:mini|small))(?:-(?:\d{1,3}b?|instruct))+-(2[3-9](?:0[1-9]|1[0-2]))$",
        r"\1-\2",
        ("mistral-small-3-2-24b-instruct-2506", "mistral-small-2506"),
        ('mistral', 'devstral', 'magistral', 'ministral', 'codestral', 'pixtral', 'voxtral'),
    ),
    Rule(
        "Size of a numbered Mistral",
        "a numbered Mistral has one size, and hosts serve the tuned one",
        r"^((?:mistral|devstral|magistral)(?:-(?:small|medium|large))?-\d(?:-\d)?)(?:-(?:24|119|123|128|675)b)?(?:-instruct)?$",
        r"\1",
        ("mistral-small-3-2-24b-instruct", "mistral-small-3-2"),
        ('mistral', 'devstral', 'magistral'),
    ),
    Rule(
        "Leading zero of a Mistral version",
        "v03 and v0.3 are one version",
        r"-v0([1-9])$",
        r"-v0-\1",
        ("mistral-7b-instruct-v03", "mistral-7b-instruct-v0-3"),
        ('mistral', 'mixtral'),
    ),
    Rule(
        "Version of Mixtral",
        "only one version of each was ever served",
        r"^(mixtral-8x\d+b-instruct)-v0-1$",
        r"\1",
        ("mixtral-8x7b-instruct-v0-1", "mixtral-8x7b-instruct"),
        ('mixtral',),
    ),
    Rule(
        "Step by its maker's name",
        "a reseller writes StepFun 3.5 for Step 3.5",
        r"^stepfun-(?=\d)|^step(?=\d)",
        "step-",
        ("stepfun-3-5-flash", "step-3-5-flash"),
        ("stepfun", "step"),
    ),
    Rule(
        "Thinking in short",
        "think and thinking are one word",
        r"-think$",
        r"-thinking",
        ("claude-opus-4-6-think", "claude-opus-4-6-thinking"),
        ('claude', 'deepseek', 'gpt', 'gemini', 'qwen', 'glm', 'kimi', 'grok', 'minimax', 'hunyuan'),
    ),
)
