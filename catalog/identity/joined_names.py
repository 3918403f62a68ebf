"""Which names a payload shows to be one: each step of `rules.steps` on names, in order. Pure."""

from collections.abc import Callable

from catalog.identity.date_tails import join_date_tails
from catalog.identity.memory import Memory
from catalog.identity.name_groups import Joined, NameGroups, resolve
from catalog.identity.rules.steps import (
    CLASS_LEFT_OUT,
    CONTEXT_TAIL,
    DATE_TAIL,
    ONE_RESELLERS_TAIL,
    REMEMBERED,
    SAME_LETTERS,
    SAME_WORDS,
    SIZE_TAIL,
    SPEED_WORD,
    STEPS,
    THINKING_TAIL,
    Step,
)
from catalog.identity.spellings import join_same_letters, join_same_words
from catalog.identity.tails import (
    join_class_left_out,
    join_context_tails,
    join_one_resellers_tails,
    join_size_tails,
    join_speed_tails,
    join_thinking_tails,
)

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


def join_names(groups: NameGroups, without: frozenset[str]) -> Joined:
    """Return the names that the payload shows to be other spellings of one another."""
    joined: Joined = {}
    for step, join in NAME_STEPS:
        if step.key not in without:
            # Sorted, so that of two joins in a circle the same one is left out every day.
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
