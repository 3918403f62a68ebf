"""From what a provider calls a model to which model it is: maker, slug and why. Pure.

Every listing is first read alone (`reading`), then in the light of the whole payload
(`context`), and at last beside what the feed itself says of it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from catalog.identity.aliases import ALIASES
from catalog.identity.evidence import PayloadEvidence, gather_evidence
from catalog.identity.makers import slugify
from catalog.identity.parse_listing import LONGEST_ID, ParsedListing, parse_listing
from catalog.identity.upstream_ids import (
    UpstreamModel,
    contradiction,
    parse_upstream_id,
    says_training,
    upstream_models,
)


class Basis(StrEnum):
    """What a decision rests on, the strongest first."""

    UPSTREAM = "upstream"
    ALIAS = "alias"
    RULE = "rule"
    SINGLETON = "singleton"


@dataclass(frozen=True, slots=True)
class Listing:
    """All that canonicalisation looks at; `upstream` is the feed's own word, if it has one."""

    provider: str
    provider_model_id: str
    name: str
    family: str | None = None
    upstream: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """The model that a listing sells, and how we know."""

    maker: str
    slug: str
    basis: Basis
    rules: tuple[str, ...] = ()
    doubt: str | None = None

    @property
    def id(self) -> str:
        return f"{self.maker}/{self.slug}"


Key = tuple[str, str]  # provider, provider's model id


def canonicalise(listings: Iterable[Listing]) -> dict[Key, Identity]:
    """Return the identity of every listing by (provider, provider's model id).

    The same listings in any order give the same answer, and no listing raises.
    """
    rows = {(row.provider, row.provider_model_id): row for row in sorted(listings, key=_order)}
    readings = {key: parse_listing(*key, row.name[:LONGEST_ID]) for key, row in rows.items()}
    context = gather_evidence(
        {key: (rows[key].name[:LONGEST_ID], reading) for key, reading in readings.items()}
    )
    ours = {key: _by_rules(rows[key], readings[key], context) for key in readings}
    said = {key: parse_upstream_id(rows[key].upstream) for key in readings}
    found = _with_upstream(ours, said, readings)
    return _mark_singletons(found)


def _order(row: Listing) -> tuple[str, str, str, str, str]:
    return row.provider, row.provider_model_id, row.name, row.family or "", row.upstream or ""


def _by_rules(row: Listing, reading: ParsedListing, context: PayloadEvidence) -> Identity:
    maker = reading.maker or context.makers.get(reading.slug) or slugify(row.provider) or "unknown"
    identity = Identity(maker, reading.slug, Basis.RULE, reading.rules)
    if reading.thinks and (maker, f"{reading.slug}-thinking") in context.slugs:
        return replace(identity, slug=f"{reading.slug}-thinking")
    if reading.slug in ALIASES:
        slug, _ = ALIASES[reading.slug]
        return replace(identity, slug=slug, basis=Basis.ALIAS)
    found = context.own_word(maker, reading.slug, row.name[:LONGEST_ID])
    if found is None:
        return identity
    slug, rule = found
    return replace(identity, slug=slug, rules=(*identity.rules, rule))


def _with_upstream(
    ours: dict[Key, Identity],
    said: dict[Key, UpstreamModel | None],
    readings: dict[Key, ParsedListing],
) -> dict[Key, Identity]:
    """Return identities by the feed's word where it has one, and spelt as it spells elsewhere."""
    if not any(said.values()):
        return ours
    doubts = {
        key: contradiction(
            ours[key].slug, word, silent=readings[key].nickname and not says_training(key[1])
        )
        for key, word in said.items()
        if word
    }
    trusted = [
        ((ours[key].maker, ours[key].slug), word)
        for key, word in said.items()
        if word and doubts[key] is None
    ]
    spelt = upstream_models(sorted(trusted), Counter((i.maker, i.slug) for i in ours.values()))
    found = {}
    for key, identity in ours.items():
        word = said[key]
        if word and doubts[key] is None:
            found[key] = replace(identity, maker=word.maker, slug=word.slug, basis=Basis.UPSTREAM)
        elif (known := spelt.get((identity.maker, identity.slug))) is not None and not word:
            found[key] = replace(identity, maker=known.maker, slug=known.slug)
        else:
            found[key] = replace(identity, doubt=doubts.get(key))
    return found


def _mark_singletons(found: dict[Key, Identity]) -> dict[Key, Identity]:
    sizes = Counter(identity.id for identity in found.values())
    return {
        key: replace(identity, basis=Basis.SINGLETON)
        if identity.basis is Basis.RULE and sizes[identity.id] == 1
        else identity
        for key, identity in found.items()
    }
