"""The steps of `steps.py` applied to a payload, in their order. Pure."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace

from catalog.identity.packaging_votes import learn_packaging, without_wrapper
from catalog.identity.makers import maker_of_provider
from catalog.identity.memory import Memory
from catalog.identity.name_groups import Joined, Name, NameGroups, resolve
from catalog.identity.parse_listing import ParsedListing, parse_listing
from catalog.identity.slug_builder import ends_as_open_weights
from catalog.identity.spellings import join_same_letters, join_same_words
from catalog.identity.steps import (
    CLASS_LEFT_OUT,
    CLOUD_WRAPPER,
    CONTEXT_TAIL,
    DATE_TAIL,
    MAKER_VOTE,
    ONE_RESELLERS_TAIL,
    SAME_LETTERS,
    SAME_WORDS,
    REMEMBERED,
    SIZE_TAIL,
    SPEED_WORD,
    STEPS,
    THINKING_TAIL,
    Step,
)
from catalog.identity.tails import (
    join_class_left_out,
    join_context_tails,
    join_date_tails,
    join_one_resellers_tails,
    join_size_tails,
    join_speed_tails,
    join_thinking_tails,
)
from catalog.identity.votes import MakerVotes, count_votes

Key = tuple[str, str]  # provider, provider's model id
Readings = dict[Key, ParsedListing]

# In this order: a tail is looked for behind names that are spelt alike.
NAME_STEPS: tuple[tuple[Step, Callable[[NameGroups], Joined]], ...] = (
    (SAME_LETTERS, join_same_letters),
    (SAME_WORDS, join_same_words),
    (SPEED_WORD, join_speed_tails),
    (CONTEXT_TAIL, join_context_tails),
    (DATE_TAIL, join_date_tails),
    (SIZE_TAIL, join_size_tails),
    (CLASS_LEFT_OUT, join_class_left_out),
    (THINKING_TAIL, join_thinking_tails),
    (ONE_RESELLERS_TAIL, join_one_resellers_tails),
)


def read_ids(names: Mapping[Key, str], without: frozenset[str]) -> Readings:
    """Return each id's reading; `names` are display names.

    Two passes: the first teaches what is packaging, the second reads without it.
    """
    ids = {key: key[1] for key in names}
    steps: defaultdict[Key, tuple[Step, ...]] = defaultdict(tuple)
    if CLOUD_WRAPPER.key not in without:
        for key in names:
            if (text := without_wrapper(key[1])) not in (key[1].lower(), ""):
                ids[key], steps[key] = text, (CLOUD_WRAPPER,)
    readings = {key: parse_listing(key[0], ids[key], name) for key, name in names.items()}
    packaging = learn_packaging({(key[0], ids[key]): r for key, r in readings.items()})
    for key, reading in readings.items():
        text, found = packaging.clean((key[0], ids[key]), reading)
        if found and text and without.isdisjoint(step.key for step in found):
            again = parse_listing(key[0], text, names[key])
            # Wherever the tables already say the same, nothing is left to be shown.
            if (again.maker, again.slug) != (reading.maker, reading.slug):
                readings[key], steps[key] = again, steps[key] + found
    return {key: _with_steps(reading, steps[key]) for key, reading in readings.items()}


def _with_steps(reading: ParsedListing, steps: tuple[Step, ...]) -> ParsedListing:
    if not steps:
        return reading
    return replace(reading, rules=(*(step.name for step in steps), *reading.rules))


def vote_makers(readings: Readings, without: frozenset[str]) -> tuple[Readings, MakerVotes]:
    """Return readings under the makers that the payload votes for, and the votes."""
    if MAKER_VOTE.key in without:
        return readings, MakerVotes()
    votes = count_votes(readings)
    found = {}
    for key, reading in readings.items():
        voted = votes.apply(key, reading)
        if voted is not reading and reading.maker is not None:
            voted = replace(voted, rules=(*voted.rules, MAKER_VOTE.name))
        found[key] = voted
    return found, votes


def speed_words_to_keep(
    names: Mapping[Key, Name], readings: Readings, own: Mapping[str, str]
) -> dict[Key, Name]:
    """Return names with their speed word for offers whose word is part of the name.

    It is where nobody sells the rest without the word, or the maker's own channel sells it with
    the word; never behind a size or `instruct`, where hosts put it. `names` are those without.
    """
    plain = {name for key, name in names.items() if not readings[key].with_speed}
    sold = {
        (names[key][0], reading.with_speed)
        for key, reading in readings.items()
        if reading.with_speed and own_maker(key[0], own) == names[key][0]
    }
    return {
        key: whole
        for key, reading in readings.items()
        if reading.with_speed
        and not ends_as_open_weights(reading.slug)
        and ((whole := (names[key][0], reading.with_speed)) in sold or names[key] not in plain)
    }


def own_maker(provider: str, own: Mapping[str, str]) -> str | None:
    """Return the maker whose own channel a provider is, by the table or by vote."""
    known = maker_of_provider(provider)
    return known.slug if known else own.get(provider)


def join_names(groups: NameGroups, without: frozenset[str]) -> Joined:
    """Return the names that the payload shows to be other spellings of one another."""
    joined: Joined = {}
    for step, join in NAME_STEPS:
        if step.key not in without:
            for name, found in sorted(join(groups).items()):
                if name not in joined and resolve(joined, found[0])[0] != name:
                    joined[name] = found
    return joined


def with_remembered(joined: Joined, groups: NameGroups, memory: Memory) -> Joined:
    """Return joined names with those of earlier days that nothing speaks against today.

    That a base is no longer sold, or that another size came, does not part what was one model;
    that the maker sells the name itself, or a provider prices it apart, does.
    """
    kept = dict(joined)
    for name, join in sorted(memory.joins.items()):
        if name not in groups or groups.makers_own(name):
            continue
        if groups.sold_at_other_terms(name, join.into):
            continue
        if resolve(kept, join.into)[0] == name:
            # Of two spellings the first chosen stays the usual one.
            kept.pop(join.into, None)
        if resolve(kept, join.into)[0] != name:
            kept[name] = (join.into, _STEPS_BY_KEY.get(join.step, REMEMBERED))
    return kept


_STEPS_BY_KEY = {step.key: step for step in STEPS}
