"""Runs in LiteLLM's own environment, never in ours: prices requests by an exported list.

Reads {"list": FILE, "requests": {name: tokens}} from standard input; writes {name: {key: USD}}.
"""

import json
import os
import sys
from pathlib import Path

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # no download

import litellm
from litellm.types.utils import CompletionTokensDetailsWrapper, PromptTokensDetailsWrapper, Usage


def usage(tokens):
    prompt = sum(tokens.get(name, 0) for name in ("input", "cache_read", "cache_write"))
    reply = tokens.get("output", 0) + tokens.get("reasoning", 0)
    return Usage(
        prompt_tokens=prompt,
        completion_tokens=reply,
        total_tokens=prompt + reply,
        prompt_tokens_details=PromptTokensDetailsWrapper(
            cached_tokens=tokens.get("cache_read", 0),
            cache_creation_tokens=tokens.get("cache_write", 0),
        ),
        completion_tokens_details=CompletionTokensDetailsWrapper(
            reasoning_tokens=tokens.get("reasoning", 0), text_tokens=tokens.get("output", 0)
        ),
    )


def cost(key, entry, tokens):
    provider = entry["litellm_provider"]
    own = key.removeprefix(f"{provider}/")
    parts = litellm.cost_per_token(
        model=own, custom_llm_provider=provider, usage_object=usage(tokens)
    )
    return sum(parts)


def main():
    asked = json.load(sys.stdin)
    listed = json.loads(Path(asked["list"]).read_text())
    litellm.suppress_debug_info = True
    litellm.model_cost = listed
    answers = {
        name: {key: cost(key, entry, tokens) for key, entry in listed.items()}
        for name, tokens in asked["requests"].items()
    }
    print("ANSWER", json.dumps(answers))


main()
