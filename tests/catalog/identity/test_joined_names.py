"""The steps on names in their order, and joins remembered from earlier days."""

import pytest

from catalog.identity.joined_names import NAME_STEPS, join_names, with_remembered
from catalog.identity.memory import Join, Memory
from catalog.identity.name_groups import resolve
from catalog.identity.rules.steps import DATE_TAIL, REMEMBERED, SAME_LETTERS, STEPS
from tests.catalog.identity.factories import joined_names, make_groups, name

X, Y = name("m/x-9"), name("m/x9")
BOTH = "a m/x-9\nb m/x9\nc m/x9"


def remember(step, **joins):
    """Remember one join, "m/x-9" into "m/x9" unless another is given."""
    into = joins.get("into", Y)
    return Memory(joins={joins.get("one", X): Join(into, step, "2027-01-01", "2027-01-02")})


def test_a_tail_behind_another_spelling_is_joined_too():
    groups = make_groups("a m/x9-128k\nb m/x-9-128k\nc m/x-9-128k\nb m/x-9\nc m/x-9\nd m/x9")
    joined = join_names(groups, frozenset())
    assert {"/".join(resolve(joined, one)[0]) for one in groups.names()} == {"m/x-9"}


@pytest.mark.parametrize("step, _join", NAME_STEPS, ids=[step.key for step, _join in NAME_STEPS])
def test_a_step_can_be_left_out(step, _join):
    groups = make_groups(BOTH)
    joined = join_names(groups, frozenset({step.key}))
    assert joined_names(joined) == ({} if step is SAME_LETTERS else {"m/x-9": "m/x9"})


def test_names_never_join_in_a_circle():
    groups = make_groups(
        "a m/x-9-270103 day=2027-01-02\nb m/x-9 day=2027-01-02\nc m/x9-270103\nd m/x9"
    )
    joined = join_names(groups, frozenset())
    for one in groups.names():
        last = resolve(joined, one)[0]
        assert last not in joined


KEPT = {
    "the base is no longer sold": ("a m/x-9", {}, True),
    "nothing changed": (BOTH, {}, True),
    "the name is no longer sold": ("b m/x9", {}, False),
    "the maker sells the name itself": (BOTH, {"own": "m/x-9"}, False),
    "the maker sold the name itself": (BOTH, {"sold_before": "m/x-9"}, False),
    "priced apart": ("a m/x-9 price=3\na m/x9 price=2", {}, False),
}


@pytest.mark.parametrize("payload, sold, kept", KEPT.values(), ids=KEPT)
def test_a_join_is_remembered_until_something_speaks_against_it(payload, sold, kept):
    joined = with_remembered({}, make_groups(payload, **sold), remember(SAME_LETTERS.key))
    assert joined == ({X: (Y, SAME_LETTERS)} if kept else {})


def test_of_two_spellings_the_first_chosen_stays():
    today = {Y: (X, SAME_LETTERS)}
    joined = with_remembered(today, make_groups(BOTH), remember(SAME_LETTERS.key))
    assert joined == {X: (Y, SAME_LETTERS)}
    assert today == {Y: (X, SAME_LETTERS)}


@pytest.mark.parametrize(
    "key, step", [(DATE_TAIL.key, DATE_TAIL), ("a step of an earlier release", REMEMBERED)]
)
def test_a_remembered_join_names_its_step(key, step):
    assert with_remembered({}, make_groups(BOTH), remember(key))[X] == (Y, step)


def test_every_step_on_names_is_a_known_step_and_occurs_once():
    steps = [step for step, _join in NAME_STEPS]
    assert len(set(steps)) == len(steps)
    assert set(steps) <= set(STEPS)
