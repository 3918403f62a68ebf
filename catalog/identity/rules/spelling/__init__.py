"""How one family of models is spelled, a module a maker; the order of rules matters. Pure."""

from catalog.identity.rules.spelling.alibaba import QWEN
from catalog.identity.rules.spelling.anthropic import CLAUDE
from catalog.identity.rules.spelling.deepseek import DEEPSEEK
from catalog.identity.rules.spelling.google import GOOGLE
from catalog.identity.rules.spelling.meta import LLAMA
from catalog.identity.rules.spelling.mistral import MISTRAL
from catalog.identity.rules.spelling.moonshot import KIMI
from catalog.identity.rules.spelling.nvidia import NEMOTRON
from catalog.identity.rules.spelling.openai import GPT
from catalog.identity.rules.spelling.others import OTHERS
from catalog.identity.rules.spelling.shared import EFFORT, ENDINGS, NUMBERS
from catalog.identity.rules.spelling.xai import GROK

SPELLING = (
    # First: the other patterns expect gpt-5, not gpt5.
    *NUMBERS,
    *LLAMA,
    *GPT,
    *EFFORT,
    *CLAUDE,
    *GOOGLE,
    *QWEN,
    *DEEPSEEK,
    *KIMI,
    *GROK,
    *NEMOTRON,
    *MISTRAL,
    *OTHERS,
    # Last: they look at the end of a name, where the rules of its family may still move words.
    *ENDINGS,
)
