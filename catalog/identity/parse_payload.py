"""Parse every listing of a payload in the light of the others: packaging and makers. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from catalog.identity.packaging_votes import learn_packaging, without_wrapper
from catalog.identity.parse_listing import ParsedListing, parse_listing
from catalog.identity.rules.steps import CLOUD_WRAPPER, MAKER_VOTE, Step
from catalog.identity.votes import MakerVotes, count_votes

Key = tuple[str, str]  # provider, provider's model id
Parsed = dict[Key, ParsedListing]


def parse_ids(names: Mapping[Key, str], without: frozenset[str]) -> Parsed:
    """Parse every id; `names` are the display names by id.

    Two passes: the first shows what is packaging, the second parses without it.
    """
    ids = {key: key[1] for key in names}
    steps: defaultdict[Key, tuple[Step, ...]] = defaultdict(tuple)
    if CLOUD_WRAPPER.key not in without:
        for key in names:
            if (text := without_wrapper(key[1])) not in (key[1].lower(), ""):
                ids[key], steps[key] = text, (CLOUD_WRAPPER,)
    parsed = {key: parse_listing(key[0], ids[key], name) for key, name in names.items()}
    packaging = learn_packaging({(key[0], ids[key]): r for key, r in parsed.items()})
    for key, listing in parsed.items():
        text, found = packaging.clean((key[0], ids[key]), listing)
        if found and text and without.isdisjoint(step.key for step in found):
            again = parse_listing(key[0], text, names[key])
            # Where the tables already gave the same answer, the step is no evidence.
            if (again.maker, again.slug) != (listing.maker, listing.slug):
                parsed[key], steps[key] = again, steps[key] + found
    return {key: _with_steps(listing, steps[key]) for key, listing in parsed.items()}


def _with_steps(listing: ParsedListing, steps: tuple[Step, ...]) -> ParsedListing:
    if not steps:
        return listing
    return replace(listing, rules=(*(step.key for step in steps), *listing.rules))


def vote_makers(parsed: Parsed, without: frozenset[str]) -> tuple[Parsed, MakerVotes]:
    """Return the listings under the makers that the payload votes for, and the votes."""
    if MAKER_VOTE.key in without:
        return parsed, MakerVotes()
    votes = count_votes(parsed)
    found = {}
    for key, listing in parsed.items():
        voted = votes.apply(key, listing)
        if voted is not listing and listing.maker is not None:
            voted = replace(voted, rules=(*voted.rules, MAKER_VOTE.key))
        found[key] = voted
    return found, votes
