"""Which provider of the data a word in a log means: `vertex_ai`, "Fireworks AI". Pure.

Most words are made from the data: each provider's id, its name, and its npm package where no other
provider shares it. `ALIASES` holds what none of those says.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

# Words of gateways, SDKs and OpenTelemetry for providers, as letters and digits.
ALIASES = {
    # LiteLLM's prefixes and its column custom_llm_provider.
    "bedrock": "amazon-bedrock",
    "bedrockconverse": "amazon-bedrock",
    "bedrockmantle": "amazon-bedrock",
    "vertexai": "google-vertex",
    "vertexaibeta": "google-vertex",
    "gemini": "google",
    "azureai": "azure",
    "azuretext": "azure",
    "dashscope": "alibaba",
    "nvidianim": "nvidia",
    "cloudflare": "cloudflare-workers-ai",
    "gmi": "gmicloud",
    "gradientai": "digitalocean",
    "snowflake": "snowflake-cortex",
    "sap": "sap-ai-core",
    "codestral": "mistral",
    "coherechat": "cohere",
    "textcompletionopenai": "openai",
    "textcompletioncodestral": "mistral",
    "moonshot": "moonshotai",
    "friendliai": "friendli",
    # Names that clouds and makers give themselves.
    "aws": "amazon-bedrock",
    "awsbedrock": "amazon-bedrock",
    "amazonbedrock": "amazon-bedrock",
    "googlevertexai": "google-vertex",
    "googleaistudio": "google",
    "googlegenerativeai": "google",
    "azureopenai": "azure",
    "azurefoundry": "azure",
    "azureaifoundry": "azure",
    "microsoftfoundry": "azure",
    "microsoftazure": "azure",
    "kimi": "moonshotai",
    # OpenTelemetry's gen_ai.provider.name and gen_ai.system.
    "azaiopenai": "azure",
    "azaiinference": "azure",
    "azureaiopenai": "azure",
    "azureaiinference": "azure",
    "gcpvertexai": "google-vertex",
    "gcpgemini": "google",
    "gcpgenai": "google",
    "mistralai": "mistral",
}
# A provider that the data splits in two: what the first lacks may be in the second.
SECOND_PARTS = {
    "azure": "azure-cognitive-services",
    "google-vertex": "google-vertex-anthropic",
}
LEAST_LETTERS = 3  # of a word made by leaving "ai" out
MAX_LENGTH = 100
OTHER = re.compile(r"[^a-z0-9]+")
TAIL = re.compile(r"[.\-\s][^.\-\s]*$")
NPM_SCOPE = re.compile(r"^@[^/]+/")


class ProviderName(NamedTuple):
    """A provider as the data names it: id, display name, npm package."""

    key: str
    name: str = ""
    npm: str = ""


def letters(text: str) -> str:
    """Return the letters and digits of a name: `vertex_ai` and "Vertex AI" are "vertexai"."""
    return OTHER.sub("", text[:MAX_LENGTH].lower())


class ProviderNames:
    """The words for the providers of the data."""

    def __init__(self, providers: Iterable[ProviderName]) -> None:
        several = sorted(providers)
        self.keys = frozenset(provider.key for provider in several)
        packages = Counter(provider.npm for provider in several)
        self._words = {word: key for word, key in ALIASES.items() if key in self.keys}
        # The id outranks names, since a name may be another provider's id.
        made = [(letters(one.key), one.key) for one in several]
        made += [(letters(one.name), one.key) for one in several]
        made += [
            (letters(NPM_SCOPE.sub("", one.npm)), one.key)
            for one in several
            if packages[one.npm] == 1
        ]
        short = [(word.removesuffix("ai"), key) for word, key in made if word.endswith("ai")]
        for word, key in (*made, *(pair for pair in short if len(pair[0]) >= LEAST_LETTERS)):
            if word:
                self._words.setdefault(word, key)

    def find(self, text: str) -> str | None:
        """Return the provider that a word means, None for words that are none of them."""
        word = letters(text)
        return self._words.get(word) or (
            self._words.get(word.removesuffix("ai")) if len(word) > LEAST_LETTERS else None
        )

    def find_in_column(self, text: str) -> str | None:
        """Return the provider of a column, where SDKs add an API's name: `openai.chat`."""
        text = text[:MAX_LENGTH].strip()
        while text:
            if key := self.find(text):
                return key
            shorter = TAIL.sub("", text)
            text = shorter if shorter != text else ""
        return None
