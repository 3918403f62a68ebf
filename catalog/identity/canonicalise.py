"""Canonicalisation: from a provider's model id to a canonical model, with the reasons. Pure.

Each listing is first parsed alone (`parse_listing`), then matched with the evidence of the whole
payload (`evidence`), and last with upstream's own canonical id (`upstream_ids`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from catalog.identity.decisions import NO_DECISIONS, Decisions
from catalog.identity.links import Decision, decide
from catalog.identity.memory import NO_MEMORY, Held, Join, Link, Memory
from catalog.identity.model_ids import decoded_id
from catalog.identity.name_groups import Name, Offer
from catalog.identity.parse_listing import LONGEST_ID
from catalog.identity.payload import NameByRules, Payload, name_offers
from catalog.identity.rules.steps import LINKS, REMEMBERED
from catalog.identity.stability import stays
from catalog.identity.upstream_ids import (
    UpstreamModel,
    contradiction,
    omission,
    parse_upstream_id,
    states_training,
)


class Basis(StrEnum):
    """What a decision is based on, the strongest first."""

    EDITOR = "editor"
    UPSTREAM = "upstream"
    ALIAS = "alias"
    RULE = "rule"
    SINGLETON = "singleton"


@dataclass(frozen=True, slots=True)
class Listing:
    """The input of canonicalisation; `upstream` is the feed's own canonical id, if it has one.

    Release day, prices, limits and reasoning are evidence only: they show whether two names of one
    provider are one product, and whether an id still means what it meant on an earlier day.
    """

    provider: str
    provider_model_id: str
    name: str
    family: str | None = None
    upstream: str | None = None
    released: str = ""
    prices: tuple[Decimal | None, Decimal | None] = (None, None)  # input, output per 1M tokens
    limits: tuple[int | None, int | None] = (None, None)  # context, output in tokens
    reasoning: bool | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """The canonical model of a listing: `rules` are keys of the rules that led to it.

    `doubt` is what contradicts upstream's id, as `upstream_ids.doubt_sentence` reads it, and
    `by_rules` the canonical id that an editor's decision replaced.
    """

    maker: str
    slug: str
    basis: Basis
    rules: tuple[str, ...] = ()
    doubt: str | None = None
    by_rules: str = ""

    @property
    def name(self) -> Name:
        return self.maker, self.slug

    @property
    def id(self) -> str:
        return f"{self.maker}/{self.slug}"


Key = tuple[str, str]  # provider, provider's model id


def canonicalise(
    listings: Iterable[Listing],
    memory: Memory = NO_MEMORY,
    *,
    without: frozenset[str] = frozenset(),
) -> dict[Key, Identity]:
    """Return the identity of every listing by (provider, provider's model id).

    The same listings in any order give the same answer, and no listing raises. `memory` holds
    the evidence of earlier days; `without` are keys of steps to leave out, for measurements.
    """
    return canonicalise_day(listings, memory, "", without=without)[0]


def canonicalise_day(
    listings: Iterable[Listing],
    memory: Memory,
    day: str,
    *,
    unchanged: Set[Key] = frozenset(),
    by_editors: Decisions = NO_DECISIONS,
    without: frozenset[str] = frozenset(),
) -> tuple[dict[Key, Identity], Memory]:
    """Return a day's identities, and the memory with the evidence of its payload added.

    `unchanged` are the offers that are listed as on their last day, which was the day before.
    `by_editors` beats every rule and teaches none: the memory holds the names by the rules.
    """
    listed = sorted(listings, key=_order)
    # Every step reads the decoded ids; two spellings of one id have one identity.
    rows = {_decoded_key(row): row for row in listed}
    known = NO_MEMORY if REMEMBERED.key in without else memory
    payload = name_offers({key: _offer(row) for key, row in rows.items()}, known, without)
    by_rules = {key: _by_rules(named) for key, named in payload.names.items()}
    links = {
        key: Link(by_rules[key].name, model, day, day, row.released, row.limits)
        for key, row in rows.items()
        if (model := parse_upstream_id(row.upstream))
    }
    remembered = {
        key: link
        for key, row in rows.items()
        if key not in links and (link := known.link_of(key, row.released, row.limits))
    }
    decisions = decide(
        {key: identity.name for key, identity in by_rules.items()},
        links,
        remembered,
        known,
        lambda key, model: _doubt(key, by_rules[key], model, payload),
        learns=LINKS.key not in without,
    )
    identities = {
        key: _decided(identity, decision) if (decision := decisions.get(key)) else identity
        for key, identity in by_rules.items()
    }
    named_anew = _named_anew(identities, known, unchanged)
    identities = {
        key: _held(
            *(rows[key], identity, known.held.get(key), payload),
            named_anew=None if key not in unchanged else named_anew,
        )
        for key, identity in identities.items()
    }
    today = Memory(
        {key: link for key, link in links.items() if decisions[key].model},
        {name: Join(into, step.key, day, day) for name, (into, step) in payload.joined.items()},
        {k: Held(i.name, i.rules, rows[k].released) for k, i in identities.items()},
        payload.groups.own,
    )
    by_key = {
        (row.provider, row.provider_model_id): _by_editor(
            (row.provider, row.provider_model_id),
            identities[_decoded_key(row)],
            payload.parsed[_decoded_key(row)].slug,
            by_editors,
        )
        for row in listed
    }
    return _mark_singletons(by_key), memory.updated(today)


def _decoded_key(row: Listing) -> Key:
    return row.provider, decoded_id(row.provider_model_id)


def _order(row: Listing) -> tuple[str, ...]:
    evidence = repr((row.released, row.prices, row.limits, row.reasoning))
    upstream = row.upstream or ""
    return row.provider, row.provider_model_id, row.name, row.family or "", upstream, evidence


def _offer(row: Listing) -> Offer:
    name = row.name[:LONGEST_ID]
    return Offer(row.provider, name, row.prices, row.limits, row.released, row.reasoning)


def _by_rules(named: NameByRules) -> Identity:
    return Identity(*named.name, Basis.ALIAS if named.by_alias else Basis.RULE, named.rules)


def _doubt(key: Key, identity: Identity, model: UpstreamModel, payload: Payload) -> str | None:
    """Return why a link cannot be right for what the id states, None if it can."""
    # A nickname without the word Instruct tells nothing of the training.
    training_known = not payload.parsed[key].nickname or states_training(key[1])
    return contradiction(identity.slug, model, training_known=training_known) or omission(
        key[1], identity.slug, model
    )


def _decided(identity: Identity, decision: Decision) -> Identity:
    if decision.model is None:
        return replace(identity, doubt=decision.doubt)
    name = decision.model.maker, decision.model.slug
    # A link of the offer's own decides whatever the rules say; others only where they change it.
    decides = decision.linked or name != identity.name
    keys = [step.key for step in decision.steps if decides and step.key not in identity.rules]
    basis = Basis.UPSTREAM if decision.linked else identity.basis
    return replace(
        identity, maker=name[0], slug=name[1], basis=basis, rules=(*identity.rules, *keys)
    )


def _named_anew(
    identities: Mapping[Key, Identity], memory: Memory, unchanged: Set[Key]
) -> frozenset[Name]:
    """Return the names, then or now, of the offers that came or changed: there is new evidence."""
    names = set()
    for key, identity in identities.items():
        if key not in unchanged:
            names.add(identity.name)
            if held := memory.held.get(key):
                names.add(held.name)
    return frozenset(names)


def _held(
    row: Listing,
    identity: Identity,
    held: Held | None,
    payload: Payload,
    *,
    named_anew: frozenset[Name] | None,
) -> Identity:
    """Return an offer's identity under the name of its last day where nothing new is known of it.

    `named_anew` are the names with new evidence; None for an offer that changed itself.
    """
    if held is None or held.name == identity.name or identity.basis is Basis.UPSTREAM:
        return identity
    nothing_new = named_anew is not None and named_anew.isdisjoint((held.name, identity.name))
    if not nothing_new:
        repointed = held.released and row.released and held.released != row.released
        by_rules = identity.basis is Basis.RULE and not repointed
        if not by_rules or not stays(held, identity.name, identity.rules, payload.groups):
            return identity
    rules = (*(key for key in held.rules if key != REMEMBERED.key), REMEMBERED.key)
    return replace(identity, maker=held.name[0], slug=held.name[1], basis=Basis.RULE, rules=rules)


def _by_editor(key: Key, identity: Identity, slug: str, decisions: Decisions) -> Identity:
    # Where upstream says which model it is, the spelling of the id says nothing.
    spelled = "" if identity.basis is Basis.UPSTREAM else slug
    if not decisions.decides(key, identity.id, spelled):
        return identity
    maker, _slash, slug = decisions.path_of(key, identity.id, spelled).partition("/")
    return replace(identity, maker=maker, slug=slug, basis=Basis.EDITOR, by_rules=identity.id)


def _mark_singletons(identities: dict[Key, Identity]) -> dict[Key, Identity]:
    sizes = Counter(identity.id for identity in identities.values())
    return {
        key: replace(identity, basis=Basis.SINGLETON)
        if identity.basis is Basis.RULE and sizes[identity.id] == 1
        else identity
        for key, identity in identities.items()
    }
