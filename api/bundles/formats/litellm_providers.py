"""How LiteLLM names the providers, by models.dev's ids: from `LlmProviders` of LiteLLM 1.110. Pure.

A provider that is not listed keeps its own id. Each name stands once: two providers under one name
would share the entries of models that both offer.
"""

LITELLM_NAMES = {
    "alibaba": "dashscope",
    "amazon-bedrock": "bedrock_converse",
    "azure": "azure",
    "cloudflare-workers-ai": "cloudflare",
    "cohere": "cohere_chat",
    "fireworks-ai": "fireworks_ai",
    "friendli": "friendliai",
    "github-copilot": "github_copilot",
    "github-models": "github",
    "google": "gemini",
    "google-vertex": "vertex_ai",
    "llama": "meta_llama",
    "lmstudio": "lm_studio",
    "moonshotai": "moonshot",
    "novita-ai": "novita",
    "nvidia": "nvidia_nim",
    "opencode-go": "opencode_go",
    "sap-ai-core": "sap",
    "togetherai": "together_ai",
    "vercel": "vercel_ai_gateway",
    "xiaomi": "xiaomi_mimo",
    "zhipuai": "bigmodel",
}
# In LiteLLM's own list, their models stand under the bare id; all others after "NAME/".
BARE = frozenset({"openai", "anthropic", "amazon-bedrock", "cohere"})


def litellm_name(provider: str) -> str:
    return LITELLM_NAMES.get(provider, provider)


def litellm_key(provider: str, model_id: str) -> str:
    """Return the key of an offer in LiteLLM's list."""
    return model_id if provider in BARE else f"{litellm_name(provider)}/{model_id}"
