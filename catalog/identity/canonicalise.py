"""Canonicalisation: from a provider's model id to a canonical model, with the reasons. Pure.

Each listing is first parsed alone (`parse_listing`), then matched with the evidence of the whole
payload (`evidence`), and last with upstream's own canonical id (`upstream_ids`).
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
    states_training,
    upstream_models,
)


class Basis(StrEnum):
    """What a decision is based on, the strongest first."""

    UPSTREAM = "upstream"
    ALIAS = "alias"
    RULE = "rule"
    SINGLETON = "singleton"


@dataclass(frozen=True, slots=True)
class Listing:
    """The input of canonicalisation; `upstream` is the feed's own canonical id, if it has one."""

    provider: str
    provider_model_id: str
    name: str
    family: str | None = None
    upstream: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """The canonical model of a listing: `rules` are keys of the rules that led to it.

    `doubt` is what contradicts upstream's id, as `upstream_ids.doubt_sentence` reads it.
    """

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
    parsed = {key: parse_listing(*key, row.name[:LONGEST_ID]) for key, row in rows.items()}
    evidence = gather_evidence(
        {key: (rows[key].name[:LONGEST_ID], listing) for key, listing in parsed.items()}
    )
    by_rules = {key: _by_rules(rows[key], parsed[key], evidence) for key in parsed}
    upstream = {key: parse_upstream_id(rows[key].upstream) for key in parsed}
    return _mark_singletons(_with_upstream(by_rules, upstream, parsed))


def _order(row: Listing) -> tuple[str, str, str, str, str]:
    return row.provider, row.provider_model_id, row.name, row.family or "", row.upstream or ""


def _by_rules(row: Listing, parsed: ParsedListing, evidence: PayloadEvidence) -> Identity:
    maker = parsed.maker or evidence.makers.get(parsed.slug) or slugify(row.provider) or "unknown"
    identity = Identity(maker, parsed.slug, Basis.RULE, parsed.rules)
    if parsed.thinks and (maker, f"{parsed.slug}-thinking") in evidence.slugs:
        return replace(identity, slug=f"{parsed.slug}-thinking")
    if parsed.slug in ALIASES:
        slug, _ = ALIASES[parsed.slug]
        return replace(identity, slug=slug, basis=Basis.ALIAS)
    match = evidence.match(maker, parsed.slug, row.name[:LONGEST_ID])
    if match is None:
        return identity
    slug, rule = match
    return replace(identity, slug=slug, rules=(*identity.rules, rule))


def _with_upstream(
    by_rules: dict[Key, Identity],
    upstream: dict[Key, UpstreamModel | None],
    parsed: dict[Key, ParsedListing],
) -> dict[Key, Identity]:
    """Return identities by upstream's id where there is one, else in upstream's spelling."""
    if not any(upstream.values()):
        return by_rules
    doubts = {
        key: contradiction(
            by_rules[key].slug,
            theirs,
            # A nickname without the word Instruct tells nothing of the training.
            training_known=not parsed[key].nickname or states_training(key[1]),
        )
        for key, theirs in upstream.items()
        if theirs
    }
    trusted = [
        ((by_rules[key].maker, by_rules[key].slug), theirs)
        for key, theirs in upstream.items()
        if theirs and doubts[key] is None
    ]
    sizes = Counter((identity.maker, identity.slug) for identity in by_rules.values())
    spellings = upstream_models(sorted(trusted), sizes)
    identities = {}
    for key, identity in by_rules.items():
        theirs, spelling = upstream[key], spellings.get((identity.maker, identity.slug))
        if theirs and doubts[key] is None:
            identities[key] = replace(
                identity, maker=theirs.maker, slug=theirs.slug, basis=Basis.UPSTREAM
            )
        elif spelling and not theirs:
            identities[key] = replace(identity, maker=spelling.maker, slug=spelling.slug)
        else:
            identities[key] = replace(identity, doubt=doubts.get(key))
    return identities


def _mark_singletons(identities: dict[Key, Identity]) -> dict[Key, Identity]:
    sizes = Counter(identity.id for identity in identities.values())
    return {
        key: replace(identity, basis=Basis.SINGLETON)
        if identity.basis is Basis.RULE and sizes[identity.id] == 1
        else identity
        for key, identity in identities.items()
    }
