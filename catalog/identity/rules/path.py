"""Rules for the whole id, in lower case: gateway paths, regions, tags. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

PATH: tuple[Rule, ...] = (
    Rule(
        "alias-or-hugging-face-prefix",
        _("Alias or Hugging Face prefix"),
        "a gateway's own sign for a moving alias or for Hugging Face is not part of the name",
        r"^(?:~|hf:|hf\.co/|huggingface\.co/)+",
        "",
        ("hf:zai-org/glm-5.1", "zai-org/glm-5.1"),
    ),
    Rule(
        "gateway-path",
        _("Gateway path"),
        "the path tells where a gateway keeps the model, not which model it is",
        r"(?<![^/])(?:accounts|fireworks|models|routers|workers-ai|@cf|@hf|route|tee|pro|lora|"
        r"public|main|chat-completion|completion|qwenlm|qwencoder|afm|fal-ai|tts|serverless|"
        r"deployments|endpoints|publishers|inference|hosted|private|free|beta)/",
        "",
        ("workers-ai/@cf/meta/llama-3.2-1b-instruct", "meta/llama-3.2-1b-instruct"),
    ),
    Rule(
        "gateway-number-suffix",
        _("Gateway suffix"),
        "a number after the organisation only tells the gateway's price lists apart",
        r"(?<=[a-z]) \d+(?=/)",
        "",
        ("nousresearch 2/hermes-4-70b", "nousresearch/hermes-4-70b"),
    ),
    Rule(
        "default-version-tag",
        _("Default version tag"),
        "these name no version",
        r"(?:@default|@latest|:latest|:beta|/community)$",
        "",
        ("claude-opus-4-6@default", "claude-opus-4-6"),
    ),
    Rule(
        "thinking-budget-suffix",
        _("Thinking budget suffix"),
        "how many tokens a model may think is a setting of the request",
        r"([:-]thinking)(?::\d+|-(?:1024|2048|4096|8192|16000|16384|24576|32000|32768|64000|65536|128000)|[:-](?:low|medium|high|max|xhigh|minimal))$",
        r"\1",
        ("claude-opus-4-6:thinking:low", "claude-opus-4-6:thinking"),
    ),
    Rule(
        "thinking-mode-suffix",
        _("Thinking mode suffix"),
        ":thinking asks one model to think; a model trained to think says -thinking",
        r":thinking$",
        "",
        ("z-ai/glm-4.6:thinking", "z-ai/glm-4.6"),
    ),
    Rule(
        "bedrock-alias-of-deepseek-v3-1",
        _("Bedrock alias of DeepSeek V3.1"),
        "what Bedrock calls V3 alone is V3.1, as its own display name says",
        r"^deepseek\.v3$",
        "deepseek.v3.1",
        ("deepseek.v3", "deepseek.v3.1"),
        rare="the id of one cloud says V3; only its display name says V3.1",
    ),
    Rule(
        "decimal-point-as-p",
        _("Decimal point written as p"),
        "some hosts may not write a point",
        r"(?<=\d)p(?=\d)",
        ".",
        ("kimi-k2p5", "kimi-k2.5"),
    ),
    Rule(
        "plus-sign",
        _("Plus sign"),
        "R+ and R-plus are one name",
        r"(?<=[a-z0-9])\+",
        "-plus",
        ("command-r+", "command-r-plus"),
        rare="slugs cannot hold a plus sign: R+ would become R, another model",
    ),
)
