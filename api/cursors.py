"""Cursors of paged lists: where the next page begins, and the data that it reads.

A cursor names the snapshot of the first page, so that pages fit together while the data changes.
"""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import msgspec


class Cursor(msgspec.Struct, array_like=True, frozen=True):
    """The snapshot's primary key, and the sort key of the last item of the page before."""

    snapshot: int
    last: list[str | int]


class InvalidCursor(ValueError):
    """The text is not a cursor of this list."""


def encode_cursor(snapshot: int, last: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(Cursor(snapshot, list(last)))).decode()


def decode_cursor(text: str, *, keys: int) -> Cursor:
    """Return the cursor of a list whose sort key has that many parts. Raises InvalidCursor."""
    try:
        cursor = msgspec.json.decode(base64.urlsafe_b64decode(text.encode()), type=Cursor)
    except (binascii.Error, UnicodeError, msgspec.DecodeError) as error:
        raise InvalidCursor("The cursor is not one that this API returned.") from error
    if any("\0" in str(key) for key in cursor.last):  # PostgreSQL takes no NUL
        raise InvalidCursor("The cursor is not one that this API returned.")
    if len(cursor.last) != keys:
        raise InvalidCursor("The cursor belongs to another list.")
    return cursor
