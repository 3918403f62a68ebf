"""What earlier days taught of identity, kept with its days: links, joins, makers' own names. Pure.

A payload that lacks a link, or a base name that was sold before, is no new evidence: without a
memory its offers would change their model. The value is frozen; each day returns the next one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from catalog.identity.upstream_ids import UpstreamModel

Key = tuple[str, str]  # provider, provider's model id
Name = tuple[str, str]  # maker, slug
Limits = tuple[int | None, int | None]  # context, output in tokens
K = TypeVar("K")
V = TypeVar("V", "Link", "Join")


@dataclass(frozen=True, slots=True)
class Link:
    """One offer's link as a day's feed had it: our name for the offer, and the feed's model.

    `released` and `limits` are the offer's on the last day: an id that says other ones now was
    re-pointed, and an earlier link tells nothing of it.
    """

    name: Name
    model: UpstreamModel
    first_day: str
    last_day: str
    released: str = ""
    limits: Limits = (None, None)


@dataclass(frozen=True, slots=True)
class Join:
    """A name that a payload showed to be another spelling of `into`, by the step of that key."""

    into: Name
    step: str
    first_day: str
    last_day: str


@dataclass(frozen=True, slots=True)
class Memory:
    """`links` by offer and `joins` by name, the last of each; `sold` by makers' own channels."""

    links: Mapping[Key, Link] = field(default_factory=dict)
    joins: Mapping[Name, Join] = field(default_factory=dict)
    sold: Mapping[Name, str] = field(default_factory=dict)  # with the last day

    def link_of(self, key: Key, released: str, limits: Limits) -> Link | None:
        """Return an offer's remembered link, None where the id now means another model."""
        link = self.links.get(key)
        if link is None or (link.released and released and link.released != released):
            return None
        unknown = not link.released or not released
        return None if unknown and link.limits != limits else link

    def updated(
        self, links: Mapping[Key, Link], joins: Mapping[Name, Join], sold: Iterable[Name], day: str
    ) -> "Memory":
        """Return a memory that also holds a day's evidence; what is unchanged keeps its first day."""
        return Memory(
            _merged(self.links, links), _merged(self.joins, joins), self.sold | dict.fromkeys(sold, day)
        )


def _merged(known: Mapping[K, V], today: Mapping[K, V]) -> dict[K, V]:
    merged = dict(known)
    for key, value in today.items():
        old = known.get(key)
        same = old is not None and _said(old) == _said(value)
        merged[key] = replace(value, first_day=old.first_day) if old and same else value
    return merged


def _said(value: Link | Join) -> tuple[object, ...]:
    return (value.name, value.model) if isinstance(value, Link) else (value.into, value.step)


NO_MEMORY = Memory()
