"""What somebody uses a model for, as they would say it, and the requests that it comes to. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from pricing.estimate import Usage
from pricing.load import Load, load_of

DAYS_A_MONTH = 30


class Per(StrEnum):
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Workload:
    """So many tasks, each one request or, for an agent, a chain of steps with growing context.

    Tokens are those of one step; `input` is the whole text of the first step's prompt. `cached` is
    the percentage of the text of a prompt that repeats; `hits` the percentage of requests that
    read that part from the cache, while the others write it. Each further step's prompt is longer
    by the step's answer and by `added` tokens (what a tool said); reasoning is not carried along.
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
        return self.requests * (DAYS_A_MONTH if self.per is Per.DAY else 1)

    @property
    def spends(self) -> bool:
        """Whether it uses any token at all."""
        return self.load.tokens != load_of(()).tokens

    @property
    def load(self) -> Load:
        return load_of(self.usages())

    def usages(self) -> Iterator[Usage]:
        """Yield a month's requests, those of a size together."""
        reads = (self.monthly_requests * self.hits + 50) // 100  # rounded half up
        answer = Usage(
            output=self.output,
            reasoning=self.reasoning_tokens,
            input_audio=self.input_audio,
            output_audio=self.output_audio,
        )
        for step in range(self.steps):
            text = self.input + step * (self.output + self.added)
            repeated = text * self.cached // 100
            sent = replace(answer, input=text - repeated)
            if reads:
                yield replace(sent, requests=reads, cache_read=repeated)
            if rest := self.monthly_requests - reads:
                yield replace(sent, requests=rest, cache_write=repeated)


def monthly_load(workloads: Iterable[Workload]) -> Load:
    """Return what several workloads use together in a month."""
    return load_of(usage for workload in workloads for usage in workload.usages())
