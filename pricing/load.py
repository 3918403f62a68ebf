"""Requests aggregated by prompt size, so that any tariff prices them in one step. Pure."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from operator import add, itemgetter

from catalog.domain.prices import COMPONENTS
from pricing.estimate import Usage

Tokens = tuple[int, ...]  # a count for each of COMPONENTS, in that order
NO_TOKENS: Tokens = (0,) * len(COMPONENTS)

# itemgetter instead of a loop over names: a usage log calls these for each of 100,000 rows.
_PROMPT = itemgetter(*map(COMPONENTS.index, ("input", "cache_read", "cache_write", "input_audio")))
_REPLY = itemgetter(*map(COMPONENTS.index, ("output", "reasoning", "output_audio")))


def prompt_tokens(tokens: Tokens) -> int:
    """Return the input tokens, cached and audio included."""
    return sum(_PROMPT(tokens))


def reply_tokens(tokens: Tokens) -> int:
    """Return the output tokens, reasoning and audio included."""
    return sum(_REPLY(tokens))


def add_tokens(left: Tokens, right: Tokens) -> Tokens:
    return tuple(map(add, left, right))


@dataclass(frozen=True, slots=True)
class Load:
    """Aggregated requests: their distinct prompt sizes, smallest first, and prefix sums of tokens.

    `sums[n]` is the tokens of all requests with one of the first n prompt sizes. With prefix sums,
    the tokens between any two sizes, such as the bounds of a context tier, are one subtraction.
    `largest_request` is input and output together: what a context window must hold.
    """

    requests: int
    prompts: tuple[int, ...]
    sums: tuple[Tokens, ...]
    largest_reply: int
    largest_request: int

    @property
    def largest_prompt(self) -> int:
        return self.prompts[-1] if self.prompts else 0

    @property
    def tokens(self) -> Tokens:
        """Tokens of all requests."""
        return self.sums[-1]

    def between(self, above: int, up_to: int | None) -> Tokens:
        """Return the tokens of requests whose prompt is larger than `above`, at most `up_to`."""
        first = bisect_right(self.prompts, above)
        last = len(self.prompts) if up_to is None else bisect_right(self.prompts, up_to)
        return tuple(b - a for a, b in zip(self.sums[first], self.sums[last], strict=True))


@dataclass(slots=True)
class LoadBuilder:
    """Collects requests one by one; `build` returns their Load."""

    requests: int = 0
    largest_reply: int = 0
    largest_request: int = 0
    by_prompt: dict[int, Tokens] = field(default_factory=dict)

    def add(self, requests: int, tokens: Tokens, prompt: int, reply: int) -> None:
        """Add requests of one size: their tokens in all, and the prompt and reply of each."""
        self.requests += requests
        self.largest_reply = max(self.largest_reply, reply)
        self.largest_request = max(self.largest_request, prompt + reply)
        self.by_prompt[prompt] = add_tokens(self.by_prompt.get(prompt, NO_TOKENS), tokens)

    def build(self) -> Load:
        prompts = tuple(sorted(self.by_prompt))
        tokens = (self.by_prompt[prompt] for prompt in prompts)
        sums = tuple(accumulate(tokens, add_tokens, initial=NO_TOKENS))
        return Load(self.requests, prompts, sums, self.largest_reply, self.largest_request)


def aggregate(usages: Iterable[Usage]) -> Load:
    builder = LoadBuilder()
    for usage in usages:
        tokens = tuple(usage.requests * getattr(usage, name) for name in COMPONENTS)
        builder.add(usage.requests, tokens, usage.prompt, usage.reply)
    return builder.build()
