"""A workload as a user describes it, and the requests that it amounts to. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from pricing.estimate import Usage
from pricing.load import NO_TOKENS, Load, aggregate

DAYS_PER_MONTH = 30


class Per(StrEnum):
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Workload:
    """A number of tasks, each one request or, for an agent, a chain of steps with growing context.

    Token counts are per step; `input` is the full prompt of the first step. `cached` is the
    percentage of a prompt's text that repeats; `hits` the percentage of requests that read that
    part from the cache, while the others write it. Each further step's prompt is longer by the
    previous reply and by `added` tokens (tool results). Reasoning tokens are not resent.
    """

    requests: int = 1000
    per: Per = Per.DAY
    input: int = 2000
    output: int = 500
    cached: int = 0
    hits: int = 90
    reasoning_tokens: int = 0
    input_audio: int = 0
    output_audio: int = 0
    steps: int = 1
    added: int = 0

    @property
    def monthly_requests(self) -> int:
        """Tasks in a month of 30 days."""
        return self.requests * (DAYS_PER_MONTH if self.per is Per.DAY else 1)

    @property
    def uses_tokens(self) -> bool:
        return self.load.tokens != NO_TOKENS

    @property
    def load(self) -> Load:
        return aggregate(self.usages())

    def usages(self) -> Iterator[Usage]:
        """Yield a month's requests, grouped by size."""
        reads = (self.monthly_requests * self.hits + 50) // 100  # rounded half up
        reply = Usage(
            output=self.output,
            reasoning=self.reasoning_tokens,
            input_audio=self.input_audio,
            output_audio=self.output_audio,
        )
        for step in range(self.steps):
            text = self.input + step * (self.output + self.added)
            repeated = text * self.cached // 100
            request = replace(reply, input=text - repeated)
            # Usage rejects a count of 0 requests, so an empty group is left out.
            if reads:
                yield replace(request, requests=reads, cache_read=repeated)
            if writes := self.monthly_requests - reads:
                yield replace(request, requests=writes, cache_write=repeated)


def monthly_load(workloads: Iterable[Workload]) -> Load:
    """Return the combined load of several workloads in a month."""
    return aggregate(usage for workload in workloads for usage in workload.usages())
