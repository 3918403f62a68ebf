"""Parsing ids in the light of the whole payload: two passes, each step named or left out."""

import pytest

from catalog.identity.parse_payload import parse_ids, vote_makers
from catalog.identity.rules.steps import CLOUD_WRAPPER, GATEWAY_FOLDER, MAKER_VOTE
from catalog.identity.votes import MakerVotes
from tests.catalog.identity.factories import parse

GATEWAY = "n gate/glm-9-zero\na zai-org/glm-9-zero\nn gate/gpt-9\na gpt-9"


def first(payload, *without):
    keys = [tuple(line.split()) for line in payload.splitlines()]
    return parse_ids(dict.fromkeys(keys, ""), frozenset(without))[keys[0]]


@pytest.mark.parametrize(
    "payload, step, maker, slug",
    [
        ("n mx.anthropic.claude-opus-9", CLOUD_WRAPPER, "anthropic", "claude-opus-9"),
        (GATEWAY, GATEWAY_FOLDER, "zhipuai", "glm-9-zero"),
    ],
    ids=["first pass", "second pass"],
)
def test_a_step_is_named_first_and_can_be_left_out(payload, step, maker, slug):
    listing = first(payload)
    assert (listing.maker, listing.slug, listing.rules[0]) == (maker, slug, step.key)
    left_out = first(payload, step.key)
    assert step.key not in left_out.rules
    assert (left_out.maker, left_out.slug) != (maker, slug)


def test_a_step_that_changes_nothing_is_no_evidence():
    known = "n gate/glm-9\na glm-9\nn gate/gpt-9\na gpt-9"
    assert GATEWAY_FOLDER.key not in first(known).rules


@pytest.mark.parametrize("model_id", ["@global", "", "/", "-v1:0"])
def test_an_id_of_packaging_alone_keeps_its_text(model_id):
    parsed = parse_ids({("n", model_id): ""}, frozenset())
    assert parsed["n", model_id].slug


VOTED = "a zum-9\nb zorb/zum-9\nc zorb/zum-9"


def test_a_vote_gives_a_name_its_maker():
    listings, votes = vote_makers(parse(VOTED), frozenset())
    assert listings["a", "zum-9"].maker == "zorb"
    assert votes.makers == {"zum-9": "zorb"}


def test_only_a_changed_maker_is_by_vote():
    listings, _votes = vote_makers(
        parse("a zorb-ai/zum-9\nb zorb/zum-9\nc zorb/zum-9\nd zum-9"), frozenset()
    )
    voted = {key[0] for key, listing in listings.items() if MAKER_VOTE.key in listing.rules}
    assert voted == {"a"}


def test_votes_can_be_left_out():
    parsed = parse(VOTED)
    assert vote_makers(parsed, frozenset({MAKER_VOTE.key})) == (parsed, MakerVotes())
