"""What earlier days taught of identity, kept with its days: links, joins, makers' own names. Pure.

A payload that lacks a link, or a base name that was sold before, is no new evidence: without a
memory its offers would change their model. The value is frozen; each day returns the next one.
"""

from collections.abc import Mapping
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
    re-pointed, and an earlier link tells nothing of it. Days are ISO dates.
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
class Held:
    """The name that an offer had on its last day, with the keys of the rules that led to it."""

    name: Name
    rules: tuple[str, ...] = ()
    released: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """The last `links` and `held` names of offers, `joins` of names, and names makers sold."""

    links: Mapping[Key, Link] = field(default_factory=dict)
    joins: Mapping[Name, Join] = field(default_factory=dict)
    held: Mapping[Key, Held] = field(default_factory=dict)
    sold: frozenset[Name] = frozenset()

    def link_of(self, key: Key, released: str, limits: Limits) -> Link | None:
        """Return an offer's remembered link, None where the id now means another model."""
        link = self.links.get(key)
        if link is None or (link.released and released and link.released != released):
            return None
        # A release day is better evidence than limits, which many models share.
        unknown = not link.released or not released
        return None if unknown and link.limits != limits else link

    def updated(self, today: "Memory") -> "Memory":
        """Return a memory with a day's evidence added; what is unchanged keeps its first day."""
        return Memory(
            _merged(self.links, today.links),
            _merged(self.joins, today.joins),
            {**self.held, **today.held},
            self.sold | today.sold,
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
