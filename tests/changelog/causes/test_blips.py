"""What comes back within days."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changelog.causes.blips import BLIP_DAYS, find_blips
from changelog.diff import Kind
from tests.changelog.causes.factories import entry


def moves(*values: tuple[int, str, str], **given: object) -> list:
    return [entry(after=day, old=old, new=new, **given) for day, old, new in values]


@pytest.mark.parametrize(
    ("values", "blips"),
    [
        ([(0, "2", "0"), (1, "0", "2")], 1),
        ([(0, "2", "0"), (BLIP_DAYS.days, "0", "2")], 1),
        ([(0, "2", "0"), (BLIP_DAYS.days + 1, "0", "2")], 0),
        ([(0, "2", "0"), (1, "0", "3")], 0),
        ([(0, "2", "1"), (1, "1", "2"), (2, "2", "1")], 1),  # the last is a cut
        ([(0, "2", "1"), (1, "1", "2"), (2, "2", "1"), (3, "1", "2")], 2),
        ([(0, "1", "2"), (1, "2", "3"), (2, "3", "2")], 1),  # a rise, then a blip
    ],
)
def test_values(values, blips):
    assert len(find_blips(moves(*values))) == blips


@pytest.mark.parametrize(
    ("kinds", "blips"),
    [
        ((Kind.WITHDRAWAL, Kind.RETURN), 1),
        ((Kind.ARRIVAL, Kind.WITHDRAWAL), 1),
        ((Kind.RETURN, Kind.WITHDRAWAL), 1),
        ((Kind.ARRIVAL, Kind.WITHDRAWAL, Kind.RETURN), 1),
    ],
)
def test_presence(kinds, blips):
    several = [entry(after=day, kind=kind, field="") for day, kind in enumerate(kinds)]
    assert len(find_blips(several)) == blips


def test_a_correction_is_none():
    assert find_blips(moves((0, "2", "0"), (1, "0", "2"), kind=Kind.CORRECTION)) == []


@pytest.mark.parametrize("other", [{"offering": 2}, {"field": "output"}, {"tier": 1}])
def test_another_value_does_not_bring_it_back(other):
    away = entry(old="2", new="0")
    assert find_blips([away, entry(after=1, old="0", new="2", **other)]) == []


def test_says_how_long_the_other_value_stood():
    (blip,) = find_blips(moves((0, "2", "0"), (2, "0", "2")))
    assert blip.days == 2


@given(st.lists(st.sampled_from("123"), min_size=2, max_size=12))
def test_no_change_is_in_two_blips(path):
    steps = [
        entry(after=day, old=old, new=new)
        for day, (old, new) in enumerate(pairwise(path))
        if old != new
    ]
    used = [one.number for blip in find_blips(steps) for one in (blip.away, blip.back)]
    assert len(used) == len(set(used))
