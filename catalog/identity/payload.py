"""The name of every offer by the tables and by its payload, links aside. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from catalog.identity.aliases import ALIASES
from catalog.identity.display_remarks import named_in_brackets
from catalog.identity.evidence import PayloadEvidence, gather_evidence
from catalog.identity.joined_names import join_names, with_remembered
from catalog.identity.makers import maker_of_provider, slugify
from catalog.identity.memory import Memory
from catalog.identity.name_groups import Joined, Name, NameGroups, Offer, resolve
from catalog.identity.parse_listing import ParsedListing
from catalog.identity.parse_payload import Parsed, parse_ids, vote_makers
from catalog.identity.rules.steps import NAME_SAYS_WHICH, REMEMBERED, SPEED_WORD, Step
from catalog.identity.slug_builder import ends_as_open_weights
from catalog.identity.vocabulary import TIERS

Key = tuple[str, str]  # provider, provider's model id


@dataclass(frozen=True, slots=True)
class NameByRules:
    """The name of one offer, with the keys of the rules and steps that led to it."""

    name: Name
    rules: tuple[str, ...] = ()
    by_alias: bool = False

    def renamed(self, name: Name, *steps: Step) -> "NameByRules":
        keys = tuple(step.key for step in steps if step.key not in self.rules)
        return replace(self, name=name, rules=(*self.rules, *keys))


@dataclass(frozen=True, slots=True)
class Payload:
    """The names of a payload's offers, and what they rest on.

    `joined` are the joins that this payload shows itself, without those of earlier days.
    """

    names: dict[Key, NameByRules]
    parsed: Parsed
    groups: NameGroups
    joined: Joined


def name_offers(
    offers: Mapping[Key, Offer], memory: Memory, without: frozenset[str] = frozenset()
) -> Payload:
    """Return the names of all offers; `without` are keys of steps to leave out."""
    display = {key: offer.display_name for key, offer in offers.items()}
    parsed, votes = vote_makers(parse_ids(display, without), without)
    evidence = gather_evidence({key: (display[key], p) for key, p in parsed.items()}, votes.own)
    evidence.makers |= votes.makers
    # A maker that no longer sells a model under this name still told it apart.
    withdrawn = memory.sold - evidence.slugs
    evidence.slugs |= withdrawn
    evidence.names = {n: slug for n, slug in evidence.names.items() if n not in withdrawn}
    names = {key: _by_evidence(key, p, display[key], evidence) for key, p in parsed.items()}
    if SPEED_WORD.key not in without:
        for key, whole in _names_with_speed(names, parsed, votes.own).items():
            names[key] = names[key].renamed(whole, SPEED_WORD)
    groups = _groups(offers, names, votes.own, memory)
    if NAME_SAYS_WHICH.key not in without:
        for key, by_rules in names.items():
            if called := named_in_brackets(groups, by_rules.name, display[key]):
                names[key] = by_rules.renamed(called, NAME_SAYS_WHICH)
        groups = _groups(offers, names, votes.own, memory)
    today = join_names(groups, without)
    joined = with_remembered(today, groups, memory)
    for key, by_rules in names.items():
        name, steps = resolve(joined, by_rules.name)
        remembered = (REMEMBERED,) if name != resolve(today, by_rules.name)[0] else ()
        names[key] = by_rules.renamed(name, *steps, *remembered)
    shown = {name: found for name, found in joined.items() if today.get(name) == found}
    return Payload(names, parsed, groups, shown)


def _by_evidence(
    key: Key, parsed: ParsedListing, display_name: str, evidence: PayloadEvidence
) -> NameByRules:
    maker = parsed.maker or evidence.makers.get(parsed.slug) or slugify(key[0]) or "unknown"
    by_rules = NameByRules((maker, parsed.slug), parsed.rules)
    if parsed.thinks and (maker, f"{parsed.slug}-thinking") in evidence.slugs:
        return replace(by_rules, name=(maker, f"{parsed.slug}-thinking"))
    if parsed.slug in ALIASES:
        return replace(by_rules, name=(maker, ALIASES[parsed.slug][0]), by_alias=True)
    match = evidence.match(maker, parsed.slug, display_name)
    if match is None:
        return by_rules
    slug, rule = match
    return replace(by_rules, name=(maker, slug), rules=(*parsed.rules, rule))


def _groups(
    offers: Mapping[Key, Offer],
    names: Mapping[Key, NameByRules],
    own: Mapping[str, str],
    memory: Memory,
) -> NameGroups:
    grouped: defaultdict[Name, list[Offer]] = defaultdict(list)
    sold = set()
    for key, by_rules in names.items():
        grouped[by_rules.name].append(offers[key])
        if _own_maker(key[0], own) == by_rules.name[0]:
            sold.add(by_rules.name)
    return NameGroups(dict(grouped), frozenset(sold), memory.sold)


def _names_with_speed(
    names: Mapping[Key, NameByRules], parsed: Parsed, own: Mapping[str, str]
) -> dict[Key, Name]:
    """Return the names with their speed word of the offers whose word is part of the name.

    It is where nobody sells the rest without the word, or the maker's own channel sells it with
    the word; never behind a size or `instruct`, where hosts put it.
    """
    plain = {by_rules.name for key, by_rules in names.items() if not parsed[key].with_speed}
    sold = {
        (names[key].name[0], p.with_speed)
        for key, p in parsed.items()
        if p.with_speed and _own_maker(key[0], own) == names[key].name[0]
    }
    return {
        key: whole
        for key, p in parsed.items()
        if p.with_speed
        and not ends_as_open_weights(p.slug)
        and p.with_speed.rpartition("-")[2] not in TIERS
        and ((whole := (names[key].name[0], p.with_speed)) in sold or names[key].name not in plain)
    }


def _own_maker(provider: str, own: Mapping[str, str]) -> str | None:
    """Return the maker whose own channel a provider is, by the table or by vote."""
    known = maker_of_provider(provider)
    return known.slug if known else own.get(provider)
