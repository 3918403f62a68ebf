"""Every rule does what its example says, and the table holds together."""

import re

import pytest

from catalog.identity.aliases import ALIASES
from catalog.identity.makers import slugify
from catalog.identity.rules import NICKNAMES, PACKAGING, PATH, SPELLING, Rule
from catalog.identity.slug_builder import SlugBuilder, polish

RULES = (*PATH, *PACKAGING, *SPELLING, *NICKNAMES)


def named(rule: Rule) -> str:
    return rule.name


@pytest.mark.parametrize("rule", [*PATH, *SPELLING, *NICKNAMES], ids=named)
def test_a_rule_turns_its_example(rule):
    before, after = rule.example
    found = re.sub(rule.pattern, rule.into, before).replace("--", "-").strip("-")
    assert found == after


@pytest.mark.parametrize("rule", PACKAGING, ids=named)
def test_packaging_falls_off_its_example(rule):
    before, after = rule.example
    assert re.sub(f"-(?:{rule.pattern})$", "", before) == after


@pytest.mark.parametrize("rule", SPELLING, ids=named)
def test_a_spelling_rule_is_reached_for_its_example(rule):
    draft = SlugBuilder(rule.example[0])
    polish(draft)
    assert rule.name in draft.rules


@pytest.mark.parametrize("rule", SPELLING, ids=named)
def test_a_spelling_settles(rule):
    once = SlugBuilder(rule.example[0])
    polish(once)
    again = SlugBuilder(once.slug)
    polish(again)
    assert again.slug == once.slug


def test_names_are_unique_and_reasons_given():
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.why and rule.name for rule in RULES)


@pytest.mark.parametrize("short", ALIASES)
def test_an_alias_leads_to_a_finished_slug_and_says_why(short):
    full, why = ALIASES[short]
    assert full == slugify(full) != short
    assert full not in ALIASES
    assert why
