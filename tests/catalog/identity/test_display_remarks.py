"""Names in the brackets of display names."""

import pytest

from catalog.identity.display_remarks import named_in_brackets
from tests.catalog.identity.factories import make_groups, name

SOLD = "a m/orbit-9\nb m/orbit-9\na m/orbit-latest\nb m/orbit-latest\nc m/comet\nc m/orbit-8"


@pytest.mark.parametrize(
    "own_name, display_name, called",
    [
        ("m/orbit-latest", "Orbit Latest (Orbit 9)", "m/orbit-9"),
        ("m/orbit-latest", "Orbit Latest (9)", "m/orbit-9"),
        ("m/comet", "Comet (Orbit 9) ", "m/orbit-9"),
        ("m/comet", "Comet (Orbit 8)", None),
        ("m/comet", "Comet (free)", None),
        ("m/comet", "Comet (Orbit)", None),
        ("m/comet", "Comet (Orbit 9) EU", None),
        ("m/comet", "(Orbit 9)", None),
        ("m/comet", f"Comet ({'Orbit 9' * 10})", None),
        ("m/comet", "Comet", None),
        ("m/orbit-9", "Orbit 9 (Orbit 9)", None),
    ],
    ids=[
        *("a pointer that many sell", "in short", "a name that one sells"),
        *("sold by one only", "no name", "a family alone", "text behind", "nothing in front"),
        *("too long", "no brackets", "itself"),
    ],
)
def test_named_in_brackets(own_name, display_name, called):
    found = named_in_brackets(make_groups(SOLD), name(own_name), display_name)
    assert found == (name(called) if called else None)


@pytest.mark.parametrize("own", ["m/comet", "m/orbit-latest"])
def test_a_makers_own_name_is_never_renamed(own):
    groups = make_groups(SOLD, own=own)
    assert named_in_brackets(groups, name(own), "Whatever (Orbit 9)") is None


def test_a_name_that_the_maker_sells_needs_no_second_provider():
    groups = make_groups("c m/comet\nm m/orbit-8", own="m/orbit-8")
    assert named_in_brackets(groups, name("m/comet"), "Comet (Orbit 8)") == name("m/orbit-8")
