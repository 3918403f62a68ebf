"""From day to day an offer keeps its model unless a payload shows something new of it."""

from decimal import Decimal

import pytest

from catalog.identity.canonicalise import Listing, canonicalise_day
from catalog.identity.memory import NO_MEMORY
from catalog.identity.rules.steps import REMEMBERED

TAIL = Listing("a", "mlab/orbit-9-128k", "")
BASE = Listing("b", "mlab/orbit-9", "")
NEIGHBOUR = Listing("c", "mlab/orbit-9-128k", "")


def priced(provider, model_id, price):
    return Listing(provider, model_id, "", prices=(Decimal(price), Decimal(price)))


def ids_by_day(*days):
    memory, found = NO_MEMORY, []
    for number, rows in enumerate(days, 1):
        identities, memory = canonicalise_day(rows, memory, f"2027-01-0{number}")
        found.append({key[0]: identity for key, identity in identities.items()})
    return found


KEPT = {
    "the base is withdrawn": [TAIL],
    "another size comes": [TAIL, BASE, Listing("d", "mlab/orbit-9-256k", "")],
    "the tail has a new seller and no base": [TAIL, NEIGHBOUR],
}


@pytest.mark.parametrize("second", KEPT.values(), ids=KEPT)
def test_evidence_that_is_lost_changes_no_model(second):
    before, after = ids_by_day([TAIL, BASE], second)
    assert before["a"].id == after["a"].id == "mlab/orbit-9"
    assert after.get("c", after["a"]).id == "mlab/orbit-9"


PARTED = {
    "a provider prices it apart": (
        [TAIL, BASE, priced("d", "mlab/orbit-9-128k", 3), priced("d", "mlab/orbit-9", 2)],
        "mlab/orbit-9-128k"),
    "the maker's own channel sells it": (
        [TAIL, BASE, Listing("mlab", "mlab/orbit-9-128k", "")], "mlab/orbit-9-128k"),
}  # fmt: skip


@pytest.mark.parametrize("second, expected", PARTED.values(), ids=PARTED)
def test_new_evidence_changes_the_model(second, expected):
    _, after = ids_by_day([TAIL, BASE], second)
    assert after["a"].id == expected


def test_what_a_maker_sold_before_stays_its_own_name():
    alias = Listing("anthropic", "claude-orbit-9", "Claude Orbit 9")
    dated = Listing("anthropic", "claude-orbit-9-20270102", "Claude Orbit 9 dated")
    other = Listing("b", "claude-orbit-9", "")
    before, after = ids_by_day([alias, dated, other], [dated, other])
    assert before["b"].id == after["b"].id == "anthropic/claude-orbit-9"


def test_of_two_spellings_the_first_chosen_stays():
    one, other = Listing("a", "mlab/orbit-92", ""), Listing("b", "mlab/orbit-9-2", "")
    more = [Listing(provider, "mlab/orbit-92", "") for provider in "cde"]
    before, after = ids_by_day([one, other], [one, other, *more])
    assert len({identity.id for identity in (*before.values(), *after.values())}) == 1


OWN = Listing("nvidia", "nvidia/nemotron-9-super-120b-a12b", "Nemotron 9 Super")


@pytest.mark.parametrize(
    "released, slug",
    [("2027-01-01", "nemotron-9-super-120b-a12b"), ("2027-09-09", "nemotron-9-super")],
)
def test_an_offer_is_held_while_its_release_day_stays(released, slug):
    first = Listing("a", "nemotron-9-super", "", released="2027-01-01")
    second = Listing("a", "nemotron-9-super", "", released=released)
    before, after = ids_by_day([first, OWN], [second])
    assert before["a"].slug == "nemotron-9-super-120b-a12b"
    assert after["a"].slug == slug
    assert (REMEMBERED.key in after["a"].rules) is (slug == before["a"].slug)


APART = [priced("d", "mlab/orbit-9-128k", 3), priced("d", "mlab/orbit-9", 2)]


@pytest.mark.parametrize(
    "second, unchanged, expected",
    [
        # Who priced both apart is gone: lost is no evidence, so the offer does not join.
        ([TAIL, BASE], [TAIL, BASE], "mlab/orbit-9-128k"),
        ([TAIL, BASE], [BASE], "mlab/orbit-9"),
        ([TAIL, BASE], [TAIL], "mlab/orbit-9"),
        ([TAIL, BASE, NEIGHBOUR], [TAIL, BASE], "mlab/orbit-9"),
        ([TAIL, BASE, Listing("c", "mlab/quark-1", "")], [TAIL, BASE], "mlab/orbit-9-128k"),
    ],
    ids=[
        *("nothing new", "the offer changed", "an offer of the other model changed"),
        *("an offer of its model came", "an offer of a third model came"),
    ],
)
def test_an_offer_moves_only_where_an_offer_of_either_model_is_new(second, unchanged, expected):
    found, memory = canonicalise_day([TAIL, BASE, *APART], NO_MEMORY, "2027-01-01")
    assert found["a", TAIL.provider_model_id].id == "mlab/orbit-9-128k"
    keys = {(row.provider, row.provider_model_id) for row in unchanged}
    found, _ = canonicalise_day(second, memory, "2027-01-02", unchanged=keys)
    after = found["a", TAIL.provider_model_id]
    assert after.id == expected
    assert (REMEMBERED.key in after.rules) is (expected != "mlab/orbit-9")
