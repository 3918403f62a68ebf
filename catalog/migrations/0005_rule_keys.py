"""Offerings keep keys of rules and doubts in place of their English texts.

Otherwise another wording would make the next pull regroup every offering. The texts are those of
the last release that stored them; one that is not in the tables stays as it is.
"""

import re

from django.db import migrations

KEYS = {
    "Marker before the id": "alias-or-hugging-face-prefix",
    "Folders of a gateway": "gateway-path",
    "Second shelf of a maker": "gateway-number-suffix",
    "Region of a cloud": "cloud-region-prefix",
    "Version of a cloud's wrapper": "bedrock-version-suffix",
    "Default version": "default-version-tag",
    "Thinking budget": "thinking-budget-suffix",
    "Thinking as a mode": "thinking-mode-suffix",
    "Bedrock's DeepSeek V3": "bedrock-alias-of-deepseek-v3-1",
    "p for a point": "decimal-point-as-p",
    "Plus sign": "plus-sign",
    "Free channel": "free-suffix",
    "Precision of the weights": "quantization-suffix",
    "Sealed hardware": "tee-suffix",
    "Model as a service": "hosting-suffix",
    "Routing wish": "routing-preference",
    "Region in the name": "region-suffix",
    "Host's name behind": "host-suffix",
    "Shorter context": "short-context-suffix",
    "Format for a library": "weight-format-suffix",
    "Maker's name in front of Llama": "meta-prefix-on-llama",
    "Version of Llama": "llama-version-format",
    "Llama that exists only tuned": "llama-3-3-implied-instruct-suffix",
    "Groq's names for Llama": "groq-suffix-on-llama-and-mixtral",
    "Llama 4 by any length of name": "llama-4-name-variant",
    "Llama 3.2 that sees": "llama-3-2-vision-name-variant",
    "Version of GPT": "gpt-version-format",
    "OpenAI's way of dates": "openai-date-format",
    "Chat is the latest chat": "gpt-chat-implied-latest-suffix",
    "Effort": "reasoning-effort-suffix",
    "Middle effort of OpenAI's models": "openai-medium-effort-suffix",
    "Claude with its name first": "claude-4-word-order",
    "Claude 3 with its number first": "claude-3-word-order",
    "Version of Claude": "claude-version-format",
    "Claude 3 glued": "claude-3-version-separator",
    "Claude without its first word": "missing-claude-prefix",
    "Anthropic's way of dates": "anthropic-date-format",
    "Wrapper's version after a date": "cloud-version-after-the-date",
    "Wrapper's version before a date": "cloud-version-before-the-date",
    "Version of Gemini": "gemini-version-format",
    "Gemini with its number first": "gemini-word-order",
    "Point nought of Gemini": "gemini-trailing-zero",
    "Generation of pictures and films": "imagen-and-veo-generate-suffix",
    "Number of Imagen and Veo": "imagen-and-veo-version-format",
    "First stable version of Gemini": "gemini-stable-version-suffix",
    "Version of Gemma": "gemma-version-format",
    "Gemma is sold tuned": "gemma-implied-it-suffix",
    "Version of Qwen": "qwen-version-format",
    "Gateway's day of a Qwen": "qwen-release-date-suffix",
    "Qwen Coder by any length of name": "qwen3-coder-480b-name-variant",
    "Small Qwen Coder by any length of name": "qwen3-coder-30b-name-variant",
    "Qwen3 Next by any length of name": "qwen3-next-80b-name-variant",
    "Instruct of the date": "qwen3-2507-instruct-name-variant",
    "DeepSeek without its first word": "missing-deepseek-prefix",
    "Version of DeepSeek": "deepseek-version-format",
    "Size of DeepSeek": "deepseek-size-suffix",
    "Six-digit date of DeepSeek": "deepseek-six-digit-date-suffix",
    "Kimi without its first word": "missing-kimi-prefix",
    "Version of Kimi": "kimi-version-format",
    "Dated Kimi K2": "kimi-k2-dated-name",
    "First Kimi K2": "kimi-k2-undated-name",
    "Version of MiniMax": "minimax-version-format",
    "Version of GLM": "glm-version-format",
    "GLM without a dash": "missing-hyphen-in-glm",
    "V of a GLM that sees": "glm-vision-suffix-format",
    "Version of Grok": "grok-version-format",
    "Beta of Grok": "grok-beta-suffix",
    "Reasoning is the default of fast Grok": "grok-fast-reasoning-suffix",
    "Version of MiMo": "mimo-version-format",
    "Nemotron with its number first": "nemotron-word-order",
    "First version of a Nemotron": "nemotron-v1-suffix",
    "Experiment of Mistral": "mistral-labs-prefix",
    "Open models of Mistral": "mistral-open-prefix",
    "Open Nemo of Mistral": "mistral-nemo-open-prefix",
    "Mistral Nemo by any length of name": "mistral-nemo-name-variant",
    "Pixtral 12B by any length of name": "pixtral-12b-name-variant",
    "Number of a Mistral without a dash": "missing-hyphen-in-mistral-version",
    "Third Ministral": "ministral-3-name-variant",
    "Glued number of a Mistral": "mistral-version-separator",
    "Date of a Mistral model": "mistral-dated-name",
    "Size of a numbered Mistral": "mistral-size-and-instruct-suffix",
    "Leading zero of a Mistral version": "mistral-v0-version-format",
    "Version of Mixtral": "mixtral-version-suffix",
    "Step by its maker's name": "stepfun-prefix-on-step",
    "Thinking in short": "abbreviated-thinking-suffix",
    "Date of a host": "host-date-suffix",
    "High speed in two words": "high-speed-suffix-format",
    "First version of a Nova": "nova-v1-suffix",
    "Number of Solar Pro": "solar-pro-version-format",
    "Number of LFM": "lfm-version-format",
    "Llama in short": "l3-version-format",
    "Phi that exists only tuned": "phi-4-implied-instruct-suffix",
    "Nickname of a Llama": "llama-3-implied-instruct-suffix",
    "Nickname of a Qwen2.5": "qwen2-5-implied-instruct-suffix",
    "Nickname of an open Mistral": "mistral-and-mixtral-implied-instruct-suffix",
    "Reseller's name in front": "reseller-prefix",
    "Maker's name in front": "maker-prefix",
    "Reseller's speed": "speed-suffix",
    "Context window in the name": "context-window-suffix",
    "Display name says more": "full-name-from-the-display-name",
    "Display name says which": "version-from-the-display-name",
    "Maker's own name for it": "makers-model-id",
    "Only one longer name": "unambiguous-short-name",
    "Date that its maker does not sell apart": "redundant-date-suffix",
}
DOUBTS = {
    "distillation": re.compile(r"the feed says (\S+), the name a distillation: (\S+)"),
    "size": re.compile(r"the feed says (\S+), the name another size: (\S+)"),
    "training": re.compile(r"the feed says (\S+), the name another training: (\S+)"),
}
ROWS_PER_STATEMENT = 500  # two parameters a row: below SQLite's 32,766 by far


def rules_as_keys(names):
    return [KEYS.get(name, name) for name in names]


def doubt_as_key(sentence):
    for key, pattern in DOUBTS.items():
        if match := pattern.fullmatch(sentence):
            return f"{key}|{match[1]}|{match[2]}"
    return sentence


def store_keys(apps, schema_editor):
    offerings = apps.get_model("catalog", "Offering").objects.using(schema_editor.connection.alias)
    changed = []
    for offering in offerings.only("rules", "doubt").order_by("pk"):
        rules, doubt = rules_as_keys(offering.rules), doubt_as_key(offering.doubt)
        if (rules, doubt) != (offering.rules, offering.doubt):
            offering.rules, offering.doubt = rules, doubt
            changed.append(offering)
    offerings.bulk_update(changed, ["rules", "doubt"], batch_size=ROWS_PER_STATEMENT)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_set_aside")]

    # Back again the keys stay: an older release shows them as they are until its next pull.
    operations = [migrations.RunPython(store_keys, migrations.RunPython.noop)]
