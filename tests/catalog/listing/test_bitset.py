import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.listing.bitset import BitSet

PLACES = st.frozensets(st.integers(0, 200))


def test_holds_the_places_it_is_given() -> None:
    places = BitSet.of([9, 0, 3, 3])
    assert list(places) == [0, 3, 9]
    assert len(places) == 3
    assert 3 in places
    assert 4 not in places
    assert 10_000 not in places


@pytest.mark.parametrize("size", [0, 1, 8, 9])
def test_up_to_holds_every_place_below_the_size(size) -> None:
    assert list(BitSet.up_to(size)) == list(range(size))


def test_an_empty_set_is_false() -> None:
    assert not BitSet()
    assert not BitSet.of([])
    assert 0 not in BitSet()
    assert list(BitSet()) == []
    assert BitSet.of([0])


@given(PLACES, PLACES)
def test_combines_as_sets_do(one, other) -> None:
    left, right = BitSet.of(one), BitSet.of(other)
    assert set(left & right) == one & other
    assert set(left | right) == one | other
    assert left.overlap(right) == len(one & other)
    assert (left == right) is (one == other)
    assert {place for place in range(250) if place in left} == one
