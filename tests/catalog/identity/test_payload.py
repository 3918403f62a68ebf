"""The name of every offer by the tables and by its payload, and the rules that led to it."""

import pytest

from catalog.identity.memory import NO_MEMORY, Join, Memory
from catalog.identity.name_groups import Offer
from catalog.identity.payload import NameByRules, Payload, name_offers
from catalog.identity.rules.steps import DATE_TAIL, MAKER_VOTE, REMEMBERED, SAME_LETTERS, SPEED_WORD
from tests.catalog.identity.factories import name


def named(payload: str, memory: Memory = NO_MEMORY, *without: str) -> Payload:
    """Name the offers of lines of "provider id"."""
    keys = [tuple(line.split()) for line in payload.strip().splitlines()]
    return name_offers({key: Offer(key[0]) for key in keys}, memory, frozenset(without))


def names_of(payload: Payload) -> list[str]:
    return ["/".join(by_rules.name) for by_rules in payload.names.values()]


@pytest.mark.parametrize(
    "payload, first",
    [
        ("a glm-9", "zhipuai/glm-9"),
        ("a claude-3.5-haiku", "anthropic/claude-3-5-haiku-20241022"),
        ("crof greg-2", "crof/greg-2"),
        ("a zum-9\nb zorb/zum-9\nc zorb/zum-9", "zorb/zum-9"),
        ("a m/orbit-92\nb m/orbit-9-2\nc m/orbit-9-2", "m/orbit-9-2"),
    ],
    ids=["by the tables", "by an alias", "the provider's own", "by vote", "by its letters"],
)
def test_names_an_offer(payload, first):
    assert names_of(named(payload))[0] == first


def test_an_alias_is_marked():
    found = named("a claude-3.5-haiku\na glm-9").names.values()
    assert [by_rules.by_alias for by_rules in found] == [True, False]


@pytest.mark.parametrize(
    "step, payload, first",
    [
        (SAME_LETTERS, "a m/orbit-92\nb m/orbit-9-2\nc m/orbit-9-2", "m/orbit-92"),
        (MAKER_VOTE, "a zorb-ai/zum-9\nb zorb/zum-9\nc zorb/zum-9", "zorb-ai/zum-9"),
        (SPEED_WORD, "a deepseek/deepseek-v9-flash-turbo", "deepseek/deepseek-v9-flash"),
    ],
    ids=lambda value: getattr(value, "key", None),
)
def test_a_step_can_be_left_out(step, payload, first):
    assert names_of(named(payload, NO_MEMORY, step.key))[0] == first
    assert names_of(named(payload))[0] != first


def test_a_name_that_the_maker_sold_before_stays_apart():
    payload = "a kimi-9-270103\nb kimi-9\nc kimi-9"
    sold = Memory(sold=frozenset({name("moonshotai/kimi-9-270103")}))
    assert names_of(named(payload, sold))[0] == "moonshotai/kimi-9-270103"


def test_a_join_of_an_earlier_day_is_remembered():
    join = Join(name("m/orbit"), DATE_TAIL.key, "2027-01-01", "2027-01-02")
    memory = Memory(joins={name("m/orbit-270103"): join})
    found = named("a m/orbit-270103", memory).names["a", "m/orbit-270103"]
    assert (found.name, found.rules) == (name("m/orbit"), (DATE_TAIL.key, REMEMBERED.key))


def test_groups_and_joins_are_those_before_joining():
    found = named("a m/orbit-92\nb m/orbit-9-2\nc m/orbit-9-2")
    assert found.groups.providers(name("m/orbit-92")) == {"a"}
    assert list(found.joined) == [name("m/orbit-92")]


def test_a_step_is_named_once():
    by_rules = NameByRules(name("m/x"), (DATE_TAIL.key,))
    renamed = by_rules.renamed(name("m/y"), DATE_TAIL, SAME_LETTERS)
    assert renamed == NameByRules(name("m/y"), (DATE_TAIL.key, SAME_LETTERS.key))


def test_an_empty_payload_has_no_names():
    assert name_offers({}, NO_MEMORY).names == {}
