"""From what a provider calls a model to which model it is: maker, slug and why. Pure.

Every listing is first read alone (`reading`), then in the light of the whole payload
(`context`), and at last beside what the feed itself says of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from catalog.identity.aliases import ALIASES
from catalog.identity.display_remarks import named_in_brackets
from catalog.identity.evidence import PayloadEvidence, gather_evidence
from catalog.identity.links import as_we_spell, dropped, models_of_names
from catalog.identity.makers import slugify
from catalog.identity.memory import NO_MEMORY, Join, Link, Memory
from catalog.identity.name_groups import Joined, Name, NameGroups, Offer, resolve
from catalog.identity.parse_listing import LONGEST_ID, ParsedListing
from catalog.identity.payload_steps import (
    join_names,
    own_maker,
    read_ids,
    speed_words_to_keep,
    vote_makers,
    with_remembered,
)
from catalog.identity.steps import LINKS, NAME_SAYS_WHICH, REMEMBERED, SPEED_WORD, Step
from catalog.identity.upstream_ids import (
    UpstreamModel,
    contradiction,
    parse_upstream_id,
    says_training,
)


class Basis(StrEnum):
    """What a decision rests on, the strongest first."""

    UPSTREAM = "upstream"
    ALIAS = "alias"
    RULE = "rule"
    SINGLETON = "singleton"


@dataclass(frozen=True, slots=True)
class Listing:
    """All that canonicalisation reads; `upstream` is the feed's own link, if it has one.

    Release day, prices and limits are evidence only: they show whether two names of one provider
    are one product, and whether an id still means what it meant on an earlier day.
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
    """The model that a listing sells, and how we know."""

    maker: str
    slug: str
    basis: Basis
    rules: tuple[str, ...] = ()
    doubt: str | None = None

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
    what links of earlier days taught; `without` names steps to leave out, for measurements.
    """
    return canonicalise_day(listings, memory, "", without=without)[0]


def canonicalise_day(
    listings: Iterable[Listing],
    memory: Memory,
    day: str,
    *,
    without: frozenset[str] = frozenset(),
) -> tuple[dict[Key, Identity], Memory]:
    """Return a day's identities, and the memory with the links that its payload carries."""
    rows = {(row.provider, row.provider_model_id): row for row in sorted(listings, key=_order)}
    remembers = REMEMBERED.key not in without
    payload = _by_payload(rows, memory if remembers else NO_MEMORY, without)
    said = {key: parse_upstream_id(rows[key].upstream) for key in rows}
    links = {
        key: Link(payload.ours[key].name, word, day, day, rows[key].released, rows[key].limits)
        for key, word in said.items()
        if word
    }
    learns = LINKS.key not in without
    found = _with_links(rows, payload, links, memory if remembers else NO_MEMORY, learns=learns)
    joins = {n: Join(into, step.key, day, day) for n, (into, step) in payload.joined.items()}
    return _mark_singletons(found), memory.updated(links, joins, payload.groups.own, day)


@dataclass(frozen=True, slots=True)
class _Payload:
    """What rules and a payload say, links aside: identities, readings below, names' evidence."""

    ours: dict[Key, Identity]
    readings: dict[Key, ParsedListing]
    groups: NameGroups
    joined: Joined


def _by_payload(
    rows: dict[Key, Listing], memory: Memory, without: frozenset[str]
) -> _Payload:
    names = {key: row.name[:LONGEST_ID] for key, row in rows.items()}
    readings, votes = vote_makers(read_ids(names, without), without)
    context = gather_evidence({key: (names[key], r) for key, r in readings.items()}, votes.own)
    context.makers |= votes.makers
    context.slugs |= memory.sold.keys()
    ours = {key: _by_rules(rows[key], readings[key], context) for key in readings}
    if SPEED_WORD.key not in without:
        whole = speed_words_to_keep({k: i.name for k, i in ours.items()}, readings, votes.own)
        ours |= {key: _renamed(ours[key], name, SPEED_WORD) for key, name in whole.items()}
    groups = _groups(rows, ours, votes.own)
    if NAME_SAYS_WHICH.key not in without:
        ours = {
            key: _renamed(identity, called, NAME_SAYS_WHICH)
            if (called := named_in_brackets(groups, identity.name, names[key]))
            else identity
            for key, identity in ours.items()
        }
        groups = _groups(rows, ours, votes.own)
    groups.sold_before = frozenset(memory.sold)
    joined = with_remembered(join_names(groups, without), groups, memory)
    for key, identity in ours.items():
        name, steps = resolve(joined, identity.name)
        ours[key] = _renamed(identity, name, *steps)
    return _Payload(ours, readings, groups, joined)


def _groups(
    rows: dict[Key, Listing], ours: dict[Key, Identity], own: Mapping[str, str]
) -> NameGroups:
    offers: defaultdict[Name, list[Offer]] = defaultdict(list)
    sold = set()
    for key, identity in ours.items():
        row = rows[key]
        offers[identity.name].append(
            Offer(row.provider, row.prices, row.limits, row.released, row.reasoning)
        )
        if own_maker(row.provider, own) == identity.maker:
            sold.add(identity.name)
    return NameGroups(dict(offers), frozenset(sold))


def _renamed(identity: Identity, name: Name, *steps: Step) -> Identity:
    rules = (*identity.rules, *(step.name for step in steps))
    return replace(identity, maker=name[0], slug=name[1], rules=rules) if steps else identity


def _order(row: Listing) -> tuple[str, ...]:
    evidence = repr((row.released, row.prices, row.limits, row.reasoning))
    upstream = row.upstream or ""
    return row.provider, row.provider_model_id, row.name, row.family or "", upstream, evidence


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


def _with_links(
    rows: dict[Key, Listing],
    payload: _Payload,
    links: dict[Key, Link],
    memory: Memory,
    *,
    learns: bool,
) -> dict[Key, Identity]:
    """Return identities by the feed's links where it has them, and by what links teach.

    Unless it `learns`, links decide their own offers only.
    """
    ours = payload.ours
    remembered = {
        key: link
        for key, row in rows.items()
        if key not in links and (link := memory.link_of(key, row.released, row.limits))
    }
    if not links and not memory.links:
        return ours
    sizes = Counter(identity.name for identity in ours.values())
    doubts = {
        key: _doubt(key, ours[key], link.model, payload.readings[key], sizes)
        for key, link in (links | remembered).items()
    }
    trusted = [(ours[k].name, link.model) for k, link in links.items() if doubts[k] is None]
    sellers: defaultdict[Name, set[str]] = defaultdict(set)
    for key, identity in ours.items():
        sellers[identity.name].add(key[0])
    taught = models_of_names(trusted, memory, sizes, sellers) if learns else {}
    found = {}
    for key, identity in ours.items():
        link = links.get(key) or remembered.get(key)
        if link and doubts[key] is None:
            steps = () if key in links else (REMEMBERED,)
            found[key] = _linked(identity, link.model, Basis.UPSTREAM, *steps)
        elif key not in links and (model := taught.get(identity.name)):
            found[key] = _linked(identity, model, identity.basis, LINKS)
        else:
            found[key] = replace(identity, doubt=doubts.get(key) if key in links else None)
    return found


def _linked(identity: Identity, model: UpstreamModel, basis: Basis, *steps: Step) -> Identity:
    if (model.maker, model.slug) != identity.name:
        identity = _renamed(identity, (model.maker, model.slug), *steps)
    return replace(identity, maker=model.maker, slug=model.slug, basis=basis)


def _doubt(
    key: Key,
    identity: Identity,
    model: UpstreamModel,
    reading: ParsedListing,
    sizes: Mapping[Name, int],
) -> str | None:
    silent = reading.nickname and not says_training(key[1])
    theirs = as_we_spell(model)
    return contradiction(identity.slug, model, silent=silent) or dropped(
        key[1], identity.slug, theirs[1], sold=theirs in sizes
    )


def _mark_singletons(found: dict[Key, Identity]) -> dict[Key, Identity]:
    sizes = Counter(identity.id for identity in found.values())
    return {
        key: replace(identity, basis=Basis.SINGLETON)
        if identity.basis is Basis.RULE and sizes[identity.id] == 1
        else identity
        for key, identity in found.items()
    }
