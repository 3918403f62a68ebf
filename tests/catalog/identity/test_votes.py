"""Makers by vote of the payload: what is learnt, and how it changes a listing."""

import pytest

from catalog.identity.parse_listing import ParsedListing
from catalog.identity.votes import MakerVotes, count_votes
from tests.catalog.identity.factories import parse

FAMILY = "b zorb/zum-9\nc zorb/zum-8\nd zorb/zum-7"
SHOP = "kilo gpt-9\nkilo glm-9\nkilo grok-9\n"  # sells three makers' models


def voted(payload):
    return count_votes(parse(payload))


MAKERS = {
    "one provider, a name with a dash": ("b zorb/zum-9", {"zum-9": "zorb"}),
    "one provider, one word": ("b zorb/zumzum", {}),
    "two providers, one word": ("b zorb/zumzum\nc zorb/zumzum", {"zumzum": "zorb"}),
    "most providers": ("b zorb/zum-9\nc zorb/zum-9\nd yorick/zum-9", {"zum-9": "zorb"}),
    "a tie goes by name": ("b zorb/zum-9\nd yorick/zum-9", {"zum-9": "yorick"}),
    "a family of the tables needs no vote": ("b zorb/glm-9", {}),
    "a reseller's folder": (f"{SHOP}b kilo/auto-1\nc kilo/auto-1", {}),
    "no folder": ("b zum-9\nc zum-9", {}),
}


@pytest.mark.parametrize("payload, makers", MAKERS.values(), ids=MAKERS)
def test_makers_of_names(payload, makers):
    assert voted(payload).makers == makers


FAMILIES = {
    "three names of three sellers": (FAMILY, {"zum": "zorb"}),
    "one name": ("b zorb/zum-9\nc zorb/zum-9\nd zorb/zum-9", {}),
    "two sellers": ("b zorb/zum-9\nc zorb/zum-8\nb zorb/zum-7", {}),
    "a common word": (f"{FAMILY}\nb yorick/zum-6", {}),
}


@pytest.mark.parametrize("payload, families", FAMILIES.values(), ids=FAMILIES)
def test_families_by_their_first_word(payload, families):
    assert voted(payload).families == families


def test_letters_lead_to_the_usual_spelling():
    assert voted("b zorb/zum-9-2").letters == {"zum92": "zum-9-2"}


@pytest.mark.parametrize(
    "payload, own",
    [
        ("zorb zorb/zum-9\nb zorb/zum-9", {"zorb": "zorb"}),
        ("zorb-api zum-9\nb zorb/zum-9", {"zorb-api": "zorb"}),
        ("shop zorb/zum-9\nb zorb/zum-9", {}),
        ("openai zorb/zum-9\nb zorb/zum-9", {}),
    ],
    ids=["its own word", "a spelling of it", "unlike", "known to the table"],
)
def test_own_channels(payload, own):
    assert voted(payload).own == own


VOTES = MakerVotes(
    aliases={"zorb-ai": "zorb"},
    makers={"zum-9": "zorb", "zum-9-2": "zorb"},
    letters={"zum9": "zum-9", "zum92": "zum-9-2"},
    families={"zum": "zorb"},
    mixed=frozenset({"yorick"}),
)


@pytest.mark.parametrize(
    "model_id, before, after",
    [
        ("zum-9", (None, "zum-9"), ("zorb", "zum-9")),
        ("zum-92", (None, "zum-92"), ("zorb", "zum-9-2")),
        ("zum-1", (None, "zum-1"), ("zorb", "zum-1")),
        ("other-1", (None, "other-1"), (None, "other-1")),
        ("zorb-ai/other-1", ("zorb-ai", "other-1"), ("zorb", "other-1")),
        ("yorick/zum-9", ("yorick", "zum-9"), ("zorb", "zum-9")),
        ("yorick/glm-9", ("yorick", "glm-9"), ("yorick", "glm-9")),
        ("xerxes/zum-9", ("xerxes", "zum-9"), ("xerxes", "zum-9")),
        ("zorb-zum-9", (None, "zorb-zum-9"), ("zorb", "zum-9")),
        ("xerxes/zorb-zum-9", ("xerxes", "zorb-zum-9"), ("xerxes", "zorb-zum-9")),
    ],
    ids=[
        *("by its name", "by its letters", "by its first word", "unknown"),
        *("an alias", "a folder of several makers", "a family of the tables"),
        *("a folder that names a maker", "the maker in front", "in front, in another's folder"),
    ],
)
def test_apply(model_id, before, after):
    listing = ParsedListing(*before)
    found = VOTES.apply(("reseller", model_id), listing)
    assert (found.maker, found.slug) == after
    assert (found is listing) is (before == after)
