"""Every rule rewrites its example; keys and names are unique."""

import re

import pytest

from catalog.identity.aliases import ALIASES
from catalog.identity.makers import slugify
from catalog.identity.rules import RULE_NAMES, RULES, rule_name
from catalog.identity.rules.decisions import DECISION_NAMES
from catalog.identity.rules.nicknames import NICKNAMES
from catalog.identity.rules.packaging import PACKAGING
from catalog.identity.rules.path import PATH
from catalog.identity.rules.rule import Rule
from catalog.identity.rules.spelling import SPELLING
from catalog.identity.rules.steps import STEPS
from catalog.identity.slug_builder import SlugBuilder, polish


def key_of(rule: Rule) -> str:
    return rule.key


@pytest.mark.parametrize("rule", [*PATH, *SPELLING, *NICKNAMES], ids=key_of)
def test_a_rule_rewrites_its_example(rule):
    before, after = rule.example
    rewritten = re.sub(rule.pattern, rule.into, before).replace("--", "-").strip("-")
    assert rewritten == after


@pytest.mark.parametrize("rule", PACKAGING, ids=key_of)
def test_a_packaging_rule_strips_the_suffix_of_its_example(rule):
    before, after = rule.example
    assert re.sub(f"-(?:{rule.pattern})$", "", before) == after


@pytest.mark.parametrize("rule", SPELLING, ids=key_of)
def test_a_spelling_rule_is_applied_to_its_example(rule):
    builder = SlugBuilder(rule.example[0])
    polish(builder)
    assert rule.key in builder.rules


@pytest.mark.parametrize("rule", SPELLING, ids=key_of)
def test_spelling_is_idempotent(rule):
    once = SlugBuilder(rule.example[0])
    polish(once)
    again = SlugBuilder(once.slug)
    polish(again)
    assert again.slug == once.slug


def test_keys_and_names_are_unique():
    assert len(RULE_NAMES) == len(RULES) + len(DECISION_NAMES) + len(STEPS)
    assert len(set(RULE_NAMES.values())) == len(RULE_NAMES)


def test_keys_are_kebab_case():
    assert [key for key in RULE_NAMES if key != slugify(key)] == []


def test_every_rule_has_a_name_and_a_reason():
    assert all(RULE_NAMES.values())
    assert all(rule.why for rule in (*RULES, *STEPS))


def test_rule_name_of_a_key():
    assert rule_name(PATH[1].key) == PATH[1].name


def test_rule_name_of_an_unknown_key_is_the_key():
    assert rule_name("Rule of an earlier release") == "Rule of an earlier release"


@pytest.mark.parametrize("short", ALIASES)
def test_an_alias_leads_to_a_slug_that_is_no_alias(short):
    full, why = ALIASES[short]
    assert full == slugify(full) != short
    assert full not in ALIASES
    assert why
