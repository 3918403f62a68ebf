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
        r"([:-]thinking)[:-](?:\d+|low|medium|high|max|xhigh|minimal)$",
        r"\1",
        ("claude-opus-4-6:thinking:low", "claude-opus-4-6:thinking"),
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
        r"(?:maas|serverless|dedicated|hosted|cloud|ollama|batch|flex|priority)",
        "",
        ("glm-5-maas", "glm-5"),
    ),
    Rule(
        "Routing wish",
        "which host should answer is a setting of the gateway",
        r"(?:exacto|nitro|floor|extended|online|tput|throughput|cheaper|cheapest|balanced-routing)",
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
        "Format for a library",
        "a Hugging Face or MLX copy holds the same weights",
        r"(?:hf|original|safetensors|transformers)",
        "",
        ("llama-2-70b-chat-hf", "llama-2-70b-chat"),
    ),
)

# Speed words are packaging only from somebody whose maker does not sell them as a model.
SPEED = ("turbo", "fast", "lightning", "highspeed", "ultraspeed", "instant", "ultrafast", "rapid")

# A context window in the name is packaging when the maker names no models by it.
CONTEXT = re.compile(r"-(?:[1-9]\d{2,3})k$")

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
        "Vision before or after the size",
        "one model, two orders of words",
        r"^(llama-3-2)-(\d+b)(?:-instruct)?-vision(?:-instruct)?$",
        r"\1-\2-vision-instruct",
        ("llama-3-2-11b-vision", "llama-3-2-11b-vision-instruct"),
        ("llama",),
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
        "Chat is the latest chat",
        "OpenAI sells its chat model under -latest only",
        r"^(gpt-5(?:-\d)?-chat)$",
        r"\1-latest",
        ("gpt-5-2-chat", "gpt-5-2-chat-latest"),
        ("gpt",),
    ),
    Rule(
        "Effort of OpenAI's models",
        "how hard a model thinks is a setting of the request",
        r"^((?:gpt-[5-9]|o\d).*?)-(?:minimal|low|medium|high|xhigh)$",
        r"\1",
        ("o3-mini-high", "o3-mini"),
        ("gpt", "o"),
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
        r"^qwen3-coder-(?:480b|480b-a35b)$",
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
        "Instruct of the date",
        "of the July 2025 models the one that does not think is the instruct one",
        r"^(qwen3-\d+b-a\d+b)-2507(?:-instruct)?$",
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
        "Kimi without its first word",
        "its own coding plan writes k2p5",
        r"^(?=k[2-9](?:-|$))",
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
        "open weights say Instruct, the maker's channel says preview, of the same dated model",
        r"^kimi-k2(?:-instruct)?-(0711|0905)(?:-preview)?$",
        r"kimi-k2-\1-preview",
        ("kimi-k2-instruct-0905", "kimi-k2-0905-preview"),
        ("kimi",),
    ),
    Rule(
        "Kimi K2 is tuned",
        "the short name means the tuned model",
        r"^kimi-k2-instruct$",
        "kimi-k2",
        ("kimi-k2-instruct", "kimi-k2"),
        ("kimi",),
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
        r"^glm-?([4-9])(?:-?([1-9]))?(-?v)?(?=-|$)",
        r"glm-\1-\2\3",
        ("glm-47-flash", "glm-4-7-flash"),
        ("glm",),
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
        "Step by its maker's name",
        "a reseller writes StepFun 3.5 for Step 3.5",
        r"^stepfun-(?=\d)|^step(?=\d)",
        "step-",
        ("stepfun-3-5-flash", "step-3-5-flash"),
        ("stepfun", "step"),
    ),
    Rule(
        "Trailing or doubled dashes",
        "left over when a version has no second number",
        r"-+(?=-|$)",
        "",
        ("gpt-5--mini-", "gpt-5-mini"),
    ),
)
