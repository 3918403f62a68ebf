"""Whether a log's input includes cached tokens, and its output reasoning: said, or asked. Pure.

Exports differ. A format that is recognised says it; otherwise the reader is asked, and until then
both readings have their total.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from pricing.load import Tokens
from pricing.usage_log.bill import LogName, total_cost
from pricing.usage_log.columns import LogColumns
from pricing.usage_log.entries import LogEntry
from pricing.usage_log.price_history import PriceHistory

INSIDE, OUTSIDE = "inside", "outside"  # as the form sends them
CHOICES = {INSIDE: True, OUTSIDE: False}


@dataclass(frozen=True, slots=True)
class Counting:
    """What the reader says: whether input includes cached tokens, and output reasoning tokens.

    None is as detected.
    """

    cached: bool | None = None
    reasoning: bool | None = None


@dataclass(frozen=True, slots=True)
class OtherReading:
    """The total in USD if the part that the log does not say were counted the other way.

    That part is cached tokens, or reasoning without `cached`; `inside` is the reading of `cost`.
    """

    cost: Decimal
    cached: bool
    inside: bool

    @property
    def value(self) -> str:
        """The choice that makes this reading the one that counts, as the form sends it."""
        return INSIDE if self.inside else OUTSIDE


AS_DETECTED = Counting()
Change = Callable[[Tokens], Tokens]


def counted(columns: LogColumns, counting: Counting) -> LogColumns:
    """Return the columns as the reader says that they count; what is said is sure."""
    if counting.cached is not None:
        columns = replace(columns, prompt_is_whole=counting.cached, prompt_is_sure=True)
    if counting.reasoning is not None:
        columns = replace(columns, output_is_whole=counting.reasoning, output_is_sure=True)
    return columns


def other_readings(
    entries: list[LogEntry],
    columns: LogColumns,
    histories: Mapping[LogName, PriceHistory],
    cost: Decimal,
) -> list[OtherReading]:
    """Return the other total for each part that the log does not say, where it is another."""
    found = []
    if not columns.prompt_is_sure:
        others = _with(entries, _prompt_outside if columns.prompt_is_whole else _prompt_inside)
        total = total_cost(others, histories)
        found.append(OtherReading(total, cached=True, inside=not columns.prompt_is_whole))
    if not columns.output_is_sure:
        others = _with(entries, _output_outside if columns.output_is_whole else _output_inside)
        total = total_cost(others, histories)
        found.append(OtherReading(total, cached=False, inside=not columns.output_is_whole))
    return [one for one in found if one.cost != cost]


def _with(entries: Iterable[LogEntry], change: Change) -> Iterator[LogEntry]:
    for entry in entries:
        tokens = change(entry.tokens)
        yield entry._replace(tokens=tokens)  # noqa: SLF001 - public in named tuples


def _prompt_inside(tokens: Tokens) -> Tokens:
    prompt, output, read, write, *others = tokens
    fits = read + write <= prompt  # a part larger than its whole is beside it
    return (prompt - read - write if fits else prompt, output, read, write, *others)


def _prompt_outside(tokens: Tokens) -> Tokens:
    prompt, output, read, write, *others = tokens
    return (prompt + read + write, output, read, write, *others)


def _output_inside(tokens: Tokens) -> Tokens:
    prompt, output, read, write, reasoning, *others = tokens
    return (
        *(prompt, output - reasoning if reasoning <= output else output),
        *(read, write, reasoning, *others),
    )


def _output_outside(tokens: Tokens) -> Tokens:
    prompt, output, read, write, reasoning, *others = tokens
    return (prompt, output + reasoning, read, write, reasoning, *others)
