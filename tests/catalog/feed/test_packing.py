"""Packing a payload against an earlier one: the same bytes back, or an error."""

import gzip
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.feed.packing import DamagedPayload, pack, unpack

DRAW = random.Random(1)
OFFERS = {f"offer-{n}": {"input": DRAW.random(), "output": DRAW.random()} for n in range(5000)}
DAY = json.dumps(OFFERS).encode()
NEXT = json.dumps(OFFERS | {"offer-77": {"input": 1.5}}).encode()


def test_a_day_is_stored_as_what_changed() -> None:
    packed = pack(NEXT, DAY)
    assert unpack(packed, DAY) == NEXT
    assert len(packed) < len(pack(NEXT)) / 100


@given(st.binary(), st.binary())
def test_any_bytes_come_back(body: bytes, base: bytes) -> None:
    assert unpack(pack(body, base), base) == body
    assert unpack(pack(body)) == body


def test_gzip_of_earlier_releases_is_read() -> None:
    assert unpack(gzip.compress(DAY)) == DAY


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"neither",
        pack(DAY)[:-9],
        gzip.compress(DAY)[:-9],
        gzip.compress(DAY)[:50] + b"x" * 50,
    ],
    # Of bytes, pytest makes names that hold the time in gzip's header: each worker's would differ.
    ids=["empty", "neither", "zstd cut short", "gzip cut short", "gzip broken inside"],
)
def test_what_is_damaged_is_an_error(stored: bytes) -> None:
    with pytest.raises(DamagedPayload):
        unpack(stored)


def test_a_change_far_back_is_found() -> None:
    """Both payloads lie in the window, whatever their size."""
    far = DRAW.randbytes(3_000_000)
    assert len(pack(b"head" + far, far)) < 2000
