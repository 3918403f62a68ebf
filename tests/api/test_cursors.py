"""Cursors of paged lists."""

import pytest

from api.cursors import InvalidCursor, decode_cursor, encode_cursor


@pytest.mark.parametrize("last", [["a", "b/c:d"], ["", ""], ["開", "\x01"]])
def test_a_cursor_survives_the_round_trip(last):
    cursor = decode_cursor(encode_cursor(7, last), keys=2)
    assert (cursor.snapshot, cursor.last) == (7, last)


@pytest.mark.parametrize("text", ["", "x", "%%%", "é", "WzEsMiwzXQ=="])
def test_other_text_is_refused(text):
    with pytest.raises(InvalidCursor):
        decode_cursor(text, keys=2)


def test_a_nul_is_refused():
    """PostgreSQL would answer it with an error."""
    with pytest.raises(InvalidCursor):
        decode_cursor(encode_cursor(7, ["a\0", "b"]), keys=2)


def test_a_cursor_of_another_list_is_refused():
    with pytest.raises(InvalidCursor, match="another list"):
        decode_cursor(encode_cursor(7, ["one"]), keys=2)
