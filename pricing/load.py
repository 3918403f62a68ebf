"""Many requests of all sizes, summed so that any tariff prices them in one step. Pure."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from operator import add

from catalog.domain.prices import COMPONENTS
from pricing.estimate import Usage

Tokens = tuple[int, ...]  # a count for each of COMPONENTS
NONE: Tokens = (0,) * len(COMPONENTS)


@dataclass(frozen=True, slots=True)
class Load:
    """Requests by the size of their prompt, smallest first.

    `sums[n]` are the tokens of all requests with one of the first n prompt sizes, so the tokens
    between any two sizes, such as the bounds of a context tier, are one subtraction.
    """

    requests: int
    prompts: tuple[int, ...]
    sums: tuple[Tokens, ...]
    largest_reply: int
    largest_request: int  # in and out together: what a context window must hold

    @property
    def largest_prompt(self) -> int:
        return self.prompts[-1] if self.prompts else 0

    @property
    def tokens(self) -> Tokens:
        """All tokens, whatever the request."""
        return self.sums[-1]

    def between(self, above: int, up_to: int | None) -> Tokens:
        """Return the tokens of the requests whose prompt is larger than one size, up to another."""
        first = bisect_right(self.prompts, above)
        last = len(self.prompts) if up_to is None else bisect_right(self.prompts, up_to)
        return tuple(b - a for a, b in zip(self.sums[first], self.sums[last], strict=True))


def load_of(usages: Iterable[Usage]) -> Load:
    by_prompt: dict[int, Tokens] = {}
    requests = reply = request = 0
    for usage in usages:
        requests += usage.requests
        reply, request = max(reply, usage.reply), max(request, usage.prompt + usage.reply)
        tokens = tuple(usage.requests * getattr(usage, name) for name in COMPONENTS)
        by_prompt[usage.prompt] = add_tokens(by_prompt.get(usage.prompt, NONE), tokens)
    prompts = tuple(sorted(by_prompt))
    sums = accumulate((by_prompt[prompt] for prompt in prompts), add_tokens, initial=NONE)
    return Load(requests, prompts, tuple(sums), reply, request)


def add_tokens(one: Tokens, other: Tokens) -> Tokens:
    return tuple(map(add, one, other))
