"""Tails of names: which names are another spelling of which, for each kind alone."""

import pytest

from catalog.identity.rules.steps import SPEED_WORD
from catalog.identity.tails import (
    join_class_left_out,
    join_context_tails,
    join_one_resellers_tails,
    join_size_tails,
    join_speed_tails,
    join_thinking_tails,
    joined_tail,
)
from tests.catalog.identity.factories import joined_names, make_groups, name

BASES = "b m/x-9\nc m/x-9\nd m/x-9\ne m/x-9"

JOINED_TAILS = {
    "sold with its base": ("a m/x-9-t\nb m/x-9", {}, True),
    "without a base": ("a m/x-9-t", {}, False),
    "the maker's own": ("a m/x-9-t\nb m/x-9", {"own": "m/x-9-t"}, False),
    "the maker's own once": ("a m/x-9-t\nb m/x-9", {"sold_before": "m/x-9-t"}, False),
    "priced apart": ("a m/x-9-t price=3\na m/x-9 price=2", {}, False),
}


@pytest.mark.parametrize("payload, sold, joined", JOINED_TAILS.values(), ids=JOINED_TAILS)
def test_a_tail(payload, sold, joined):
    groups = make_groups(payload, **sold)
    found = joined_tail(groups, name("m/x-9-t"), name("m/x-9"), SPEED_WORD)
    assert found == ({name("m/x-9-t"): (name("m/x-9"), SPEED_WORD)} if joined else {})


@pytest.mark.parametrize(
    "tail, ours, theirs, joined",
    [
        ("128k", 128_000, 131_072, True),
        ("1m", 1_000_000, 1_000_000, True),
        ("32k", 32_768, 16_384, False),
        ("32k", 12_000, 8_000, True),
        ("32k", 12_001, 8_000, False),
        ("8k", 8_192, 8_192, False),
        ("202k", 0, 8_192, True),
    ],
    ids=["as large", "a million", "larger", "half more", "above half more", "one digit", "unknown"],
)
def test_a_context_tail_is_a_cut_not_an_extension(tail, ours, theirs, joined):
    payload = f"a m/x-9-{tail} context={ours}\nb m/x-9 context={theirs}"
    assert bool(join_context_tails(make_groups(payload))) is joined


SPEEDS = {
    "one host": (f"a m/x-9-turbo\n{BASES}", True),
    "two hosts": (f"a m/x-9-turbo\nf m/x-9-turbo\n{BASES}", True),
    "three hosts": (f"a m/x-9-turbo\nf m/x-9-turbo\ng m/x-9-turbo\n{BASES}", False),
    "three sell the base": ("a m/x-9-turbo\nb m/x-9\nc m/x-9\nd m/x-9", False),
    "one sells both alike": (f"a m/x-9-turbo price=2\na m/x-9 price=2\n{BASES}", True),
    "one sells both apart": (f"a m/x-9-turbo price=3\na m/x-9 price=2\n{BASES}", False),
    "a maker of the table": (
        f"a m/x-9-turbo\n{BASES}".replace(" m/", " moonshotai/"), False),
    "no speed word": (f"a m/x-9-zeta\n{BASES}", False),
}  # fmt: skip


@pytest.mark.parametrize("payload, joined", SPEEDS.values(), ids=SPEEDS)
def test_a_speed_tail_of_few_hosts(payload, joined):
    assert bool(join_speed_tails(make_groups(payload))) is joined


@pytest.mark.parametrize("word", ["think", "thinking"])
@pytest.mark.parametrize(
    "base, extra, joined",
    [
        ("thinks", "", True),
        ("plain", "", False),
        ("", "", False),
        ("thinks", "\na m/x-9-instruct", False),
        ("thinks", "\nf m/x-9-WORD\ng m/x-9-WORD", False),
    ],
    ids=["a mode", "cannot think", "not reported", "beside an instruct model", "sold by many"],
)
def test_a_thinking_tail(word, base, extra, joined):
    bases = "\n".join(f"{line} {base}" for line in BASES.splitlines())
    payload = f"a m/x-9-WORD\n{bases}{extra}".replace("WORD", word)
    assert bool(join_thinking_tails(make_groups(payload))) is joined


@pytest.mark.parametrize(
    "payload, joined",
    [
        ("a m/x-9-30b\nb m/x-9\nc m/x-9", {"m/x-9-30b": "m/x-9"}),
        ("a m/x-9-30b\nc m/x-9-30b\nb m/x-9", {"m/x-9": "m/x-9-30b"}),
        ("a m/x-9-30b-instruct\nb m/x-9\nc m/x-9", {"m/x-9-30b-instruct": "m/x-9"}),
        ("a m/x-9-30b\nb m/x-9\nc m/x-9-70b-chat", {}),
        ("a m/x-9-30b", {}),
    ],
    ids=["to the usual name", "either way", "instruct", "two sizes", "no name without it"],
)
def test_a_size_tail(payload, joined):
    assert joined_names(join_size_tails(make_groups(payload))) == joined


FULL = "b m/x-9-super-90b-a9b\nc m/x-9-super-90b-a9b"


@pytest.mark.parametrize(
    "payload, short",
    [
        (f"a m/x-9-90b-a9b\n{FULL}", "m/x-9-90b-a9b"),
        (f"a m/x-super-9-90b\n{FULL}", "m/x-super-9-90b"),
        (f"a m/x-9-90b\n{FULL}", None),
        (f"a m/x-9-90b-a9b\nd m/x-9-90b-a9b\ne m/x-9-90b-a9b\n{FULL}", None),
        (f"a n/x-9-90b-a9b\n{FULL}", None),
        (FULL.replace("super", "vl") + "\na m/x-9-90b-a9b", None),
    ],
    ids=[
        *("class", "active part", "a plain size is shared", "more sell the short name"),
        *("another maker", "another kind"),
    ],
)
def test_a_class_left_out(payload, short):
    joined = joined_names(join_class_left_out(make_groups(payload)))
    assert joined == ({short: "m/x-9-super-90b-a9b"} if short else {})


@pytest.mark.parametrize(
    "tail, own, joined",
    [
        ("zeta", "", True),
        ("zeta-eta", "", True),
        ("z5", "", False),
        ("abliterated", "", False),
        ("zeta", "m/other-zeta", False),
    ],
    ids=["a word", "two words", "a number", "a changed model", "a maker's word"],
)
def test_one_resellers_tail(tail, own, joined):
    payload = f"a m/x-9-{tail} price=2\na m/x-9 price=2\nb m/x-9"
    assert bool(join_one_resellers_tails(make_groups(payload, own=own))) is joined
