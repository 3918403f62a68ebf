"""Editors' decisions as data: the last word on an offer's name."""

import pytest

from catalog.identity.canonicalise import Basis, Listing, canonicalise_day
from catalog.identity.decisions import NO_DECISIONS, Decisions
from catalog.identity.memory import NO_MEMORY

KEY = ("acme", "gpt-5")
ROWS = [
    Listing("acme", "gpt-5", "GPT-5"),
    Listing("other", "gpt-5", "GPT-5"),
    Listing("third", "gpt-5-mini", "GPT-5 mini"),
]


def identities(decisions, memory=NO_MEMORY):
    found, memory = canonicalise_day(ROWS, memory, "2026-05-12", by_editors=decisions)
    return {key: identity.id for key, identity in found.items()}, found, memory


@pytest.mark.parametrize(
    "decisions, path",
    [
        (NO_DECISIONS, "openai/gpt-5"),
        (Decisions(offers={KEY: "openai/gpt-5-acme"}), "openai/gpt-5-acme"),
        (Decisions(models={"openai/gpt-5": "openai/gpt-five"}), "openai/gpt-five"),
        (Decisions(models={"openai/gpt-5": "x/y", "x/y": "x/z"}), "x/z"),
        (Decisions(offers={KEY: "x/y"}, models={"x/y": "x/z"}), "x/z"),
        (Decisions(models={"openai/gpt-4": "x/y"}), "openai/gpt-5"),
    ],
    ids=["none", "offer", "model", "model twice", "offer, then model", "another model"],
)
def test_path_of(decisions, path):
    assert decisions.path_of(KEY, "openai/gpt-5") == path
    assert identities(decisions)[0][KEY] == path


def test_a_circle_ends():
    assert Decisions(models={"a/a": "b/b", "b/b": "a/a"}).renamed("a/a") == "a/a"


def test_an_offer_is_split_off_and_the_others_stay():
    paths, found, _memory = identities(Decisions(offers={KEY: "openai/gpt-5-acme"}))
    assert paths["other", "gpt-5"] == "openai/gpt-5"
    assert found[KEY].basis is Basis.EDITOR
    assert found[KEY].by_rules == "openai/gpt-5"


def test_models_are_joined():
    joined = Decisions(models={"openai/gpt-5-mini": "openai/gpt-5"})
    assert set(identities(joined)[0].values()) == {"openai/gpt-5"}


def test_a_decision_teaches_nothing():
    """Undone, everything is as if it had never been: the memory has the names by the rules."""
    _paths, _found, taught = identities(Decisions(models={"openai/gpt-5": "x/y"}))
    assert taught.held[KEY].name == ("openai", "gpt-5")
    again, _found, _memory = identities(NO_DECISIONS, taught)
    assert again == identities(NO_DECISIONS)[0]


def test_an_offer_confirmed_where_it_is_has_an_editors_basis():
    paths, found, _memory = identities(Decisions(offers={KEY: "openai/gpt-5"}))
    assert (paths[KEY], found[KEY].basis) == ("openai/gpt-5", Basis.EDITOR)
