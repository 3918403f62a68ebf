"""Sets of places in an index, as integers with one bit per place. Pure.

A page intersects some hundred sets of up to 20,000 places. One `&` on integers of 2.5 KB takes
less than a microsecond, where Python's own sets would take a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

ZERO_AND_ONE = bytes.maketrans(b"01", b"\0\1")
DIGITS = bytes.maketrans(b"\0\1", b"01")


@dataclass(frozen=True)
class BitSet:
    """An immutable set of places: whole numbers from 0 up."""

    bits: int = 0

    @classmethod
    def of(cls, places: Iterable[int]) -> BitSet:
        members = list(places)
        flags = bytearray(max(members, default=0) + 1)
        for place in members:
            flags[place] = 1
        # As digits of base 2, which int() reads in linear time: half as long as setting each bit.
        return cls(int(flags.translate(DIGITS)[::-1], 2))

    @classmethod
    def up_to(cls, size: int) -> BitSet:
        """Return all places below `size`."""
        return cls((1 << size) - 1)

    def __and__(self, other: BitSet) -> BitSet:
        return BitSet(self.bits & other.bits)

    def __or__(self, other: BitSet) -> BitSet:
        return BitSet(self.bits | other.bits)

    def __bool__(self) -> bool:
        return self.bits != 0

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __iter__(self) -> Iterator[int]:
        """Yield the places in ascending order."""
        return compress(range(len(self.flags)), self.flags)

    def __contains__(self, place: int) -> bool:
        # A byte per place answers in constant time; shifting the integer would copy all of it.
        return place < len(self.flags) and self.flags[place] == 1

    @cached_property
    def flags(self) -> bytes:
        """One byte per place, 0 or 1, up to the highest member."""
        # bin() is linear because its base is a power of two; its first digit is the highest place.
        return f"{self.bits:b}"[::-1].encode().translate(ZERO_AND_ONE)

    def overlap(self, other: BitSet) -> int:
        """Return how many places both have, without building their intersection's object."""
        return (self.bits & other.bits).bit_count()
