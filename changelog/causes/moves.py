"""Withdrawals and arrivals that are one thing under another name. Pure.

A feed renames a provider's key or an offer's id by leaving out the old one and listing a new one
on the same day. Told as they came, a provider's forty offers would be gone and forty others new.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from changelog.causes.entries import Entry, Line
from changelog.causes.rules import ADDED, Cause, Event
from changelog.diff import Kind

SHARED = 0.8  # of the smaller provider's model ids
LEAST_OFFERS = 2


@dataclass(frozen=True, slots=True)
class Told:
    """Events that were found, and the lines that are left."""

    events: tuple[Event, ...]
    left: tuple[Line, ...]


def take_moves(lines: Iterable[Line]) -> Told:
    """Take out renamed providers, then renamed ids, then providers that came or went with all."""
    told = Told((), tuple(lines))
    for find in (_renamed_providers, _renamed_ids, _whole_providers):
        events = tuple(find(told.left))
        taken = {id(line) for event in events for line in event.lines}
        left = tuple(line for line in told.left if id(line) not in taken)
        told = Told(told.events + events, left)
    return told


def _by_provider(lines: Sequence[Line], kinds: Iterable[Kind]) -> dict[int, list[Line]]:
    """Group presence lines by provider; the provider's own line comes first where there is one."""
    groups: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.first.kind in kinds:
            groups[line.first.provider].append(line)
    return {
        key: sorted(group, key=lambda line: line.first.offering is not None)
        for key, group in groups.items()
    }


def _whole(groups: dict[int, list[Line]]) -> dict[int, list[Line]]:
    """Select the providers that came or went themselves."""
    return {key: group for key, group in groups.items() if group[0].first.offering is None}


def _renamed_providers(lines: Sequence[Line]) -> Iterator[Event]:
    gone = _whole(_by_provider(lines, {Kind.WITHDRAWAL}))
    come = _whole(_by_provider(lines, ADDED))
    for new in come.values():
        for key, old in gone.items():
            if _same_offers(old, new):
                del gone[key]
                yield Event(Cause.PROVIDER_RENAMED, (new[0], old[0], *new[1:], *old[1:]))
                break


def _same_offers(old: Sequence[Line], new: Sequence[Line]) -> bool:
    before = {line.first.provider_model_id for line in old[1:]}
    after = {line.first.provider_model_id for line in new[1:]}
    smaller = min(len(before), len(after))
    return smaller >= LEAST_OFFERS and len(before & after) >= SHARED * smaller


def _renamed_ids(lines: Sequence[Line]) -> Iterator[Event]:
    """Find offers of one provider and model that go and come at the same prices: by provider."""
    gone: dict[Hashable, list[Line]] = defaultdict(list)
    for line in lines:
        if line.first.kind is Kind.WITHDRAWAL and line.first.offering:
            gone[_same_offer(line.first, line.first.old)].append(line)
    pairs: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.first.kind in ADDED and line.first.offering:
            old = gone[_same_offer(line.first, line.first.new)]
            if old:
                pairs[line.first.provider] += [line, old.pop()]
    for together in pairs.values():
        yield Event(Cause.ID_RENAMED, tuple(together))


def _same_offer(entry: Entry, prices: Any) -> Hashable:
    return entry.provider, entry.model, repr(sorted((prices or {}).items()))


def _whole_providers(lines: Sequence[Line]) -> Iterator[Event]:
    for group in _whole(_by_provider(lines, ADDED)).values():
        yield Event(Cause.PROVIDER_ADDED, tuple(group))
    for group in _whole(_by_provider(lines, {Kind.WITHDRAWAL})).values():
        yield Event(Cause.PROVIDER_GONE, tuple(group))
