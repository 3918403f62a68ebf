"""Reads a log's text as rows, whatever its format: CSV, JSON Lines or a JSON array. Pure."""

import csv
import json
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Any, NamedTuple

from catalog.display.translation import gettext_noop as _
from pricing.usage_log.columns import read_columns

MAX_COLUMNS = 500
MAX_NAME_LENGTH = 200  # characters of a column's name; those that we know are far shorter
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
# An escape of half a character; two of them in a row may be a whole one.
SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
# Possessive (*+), so that a megabyte of white space is scanned once.
WHITE_SPACE = re.compile(r"[ \t\r\n]*+")


class UnreadableLog(Exception):
    """The log as a whole cannot be read; `message` says why, with its figures in `params`.

    A tuple among the params is a list of names, to be joined in the reader's language.
    """

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message, self.params = message, params


class Row(NamedTuple):
    """One row of a log: its line number, the names of its columns, and its values."""

    line: int
    names: tuple[str, ...]
    values: list[Any]


def decode(body: bytes) -> str:
    """Return the text of a file.

    Raises UnreadableLog unless it is UTF-8, or UTF-16 with a byte order mark.
    """
    encoding = "utf-16" if body.startswith(BYTE_ORDER_MARKS) else "utf-8-sig"
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableLog(
            _("The file isn’t UTF-8 text. Save it as UTF-8 and try again.")
        ) from None


def read_rows(text: str) -> Iterator[Row]:
    """Yield the rows of a log that is not empty. Raises UnreadableLog."""
    try:
        yield from _json_rows(text) if text[0] in "{[" else _csv_rows(text)
    except (csv.Error, RecursionError):  # json recurses for each level of nesting
        raise UnreadableLog(
            _("Unrecognized format. Use CSV, JSON Lines or a JSON array.")
        ) from None


def _csv_rows(text: str) -> Iterator[Row]:
    head = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    names = tuple(next(reader))
    _check_column_count(len(names))
    if read_columns(names).missing and "\n" not in text:
        raise UnreadableLog(_("Unrecognized format. Use CSV, JSON Lines or a JSON array."))
    for values in reader:
        if values:
            yield Row(reader.line_num, names, values)


def _check_column_count(count: int) -> None:
    if count > MAX_COLUMNS:
        raise UnreadableLog(
            _("The log has more than %(most)s columns. Remove those you don’t need."),
            most=MAX_COLUMNS,
        )


def _json_rows(text: str) -> Iterator[Row]:
    escaped = SURROGATE.search(text) is not None
    for line, item in _json_items(text):
        # One more than allowed is enough to see that there are too many.
        flat = dict(islice(_flatten(item), MAX_COLUMNS + 1)) if isinstance(item, dict) else {}
        _check_column_count(len(flat))
        if escaped:
            flat = {_encodable(name): _encodable(value) for name, value in flat.items()}
        yield Row(line, tuple(flat), list(flat.values()))


def _encodable(value: Any) -> Any:
    """Return a value without lone surrogates, which no page and no database can hold."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _json_items(text: str) -> Iterator[tuple[int, Any]]:
    """Yield line and item of JSON Lines, or number and item of an array.

    An unreadable line is one bad row (None); an unreadable array is an unreadable log.
    """
    if text[0] == "[":
        try:
            yield from enumerate(_json_array(text), start=1)
        except ValueError:
            raise UnreadableLog(
                _("Unrecognized format. Use CSV, JSON Lines or a JSON array.")
            ) from None
        return
    for line, row in enumerate(StringIO(text), start=1):
        if row.strip():
            try:
                yield line, json.loads(row)
            except ValueError:
                yield line, None


def _json_array(text: str) -> Iterator[Any]:
    """Yield the items of a JSON array. Raises ValueError if it is malformed.

    Not json.loads: that would build millions of objects before anything could count the rows.
    """
    decoder, position = json.JSONDecoder(), _skip_white_space(text, 1)
    while not text.startswith("]", position):
        item, position = decoder.raw_decode(text, position)
        yield item
        position = _skip_white_space(text, position)
        if text.startswith(",", position):
            position = _skip_white_space(text, position + 1)
        elif not text.startswith("]", position):
            raise ValueError("expected a comma or the end of the array")
    if _skip_white_space(text, position + 1) < len(text):
        raise ValueError("text after the end of the array")


def _skip_white_space(text: str, position: int) -> int:
    match = WHITE_SPACE.match(text, position)
    return match.end() if match else position


def _flatten(item: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the leaves of nested objects, the names on the way to them joined; no arrays."""
    for own_name, value in item.items():
        name = f"{prefix}{own_name}"
        if len(name) > MAX_NAME_LENGTH:
            continue  # over hundreds of levels, joined names would fill the memory
        if isinstance(value, dict):
            yield from _flatten(value, f"{name}_")
        elif not isinstance(value, list):
            yield name, value
