"""Parsing: plain values, or a refusal in one line."""

import json
import time
from decimal import Decimal

import pytest

from catalog.feed.payload import MAX_VALUES, TOO_DEEP, TWICE, PayloadRefused, parse

BOMB = 200_000


def test_reads_an_object_with_exact_numbers() -> None:
    assert parse(b'{"a": {"cost": 0.1, "context": 8192, "name": "x"}}') == {
        "a": {"cost": Decimal("0.1"), "context": 8192, "name": "x"}
    }


def test_a_byte_order_mark_is_ignored() -> None:
    assert parse(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


REFUSED = {
    "nothing": (b"", "not JSON, or cut short"),
    "words": (b"Bad gateway", "not JSON, or cut short"),
    "HTML": (b"\n <!doctype html><title>models.dev</title>", "HTML or XML, not JSON"),
    "a truncated body": (b'{"a": {"models": {"m": {"na', "not JSON, or cut short"),
    "text after it": (b'{"a": 1} {"b": 2}', "not JSON, or cut short"),
    "another encoding": ('{"a": "é"}'.encode("latin-1"), r"not UTF-8 text \(byte 7\)"),
    "a list": (b"[]", "wrong shape: list"),
    "a word": (b'"models"', "wrong shape: str"),
    "null": (b"null", "wrong shape: NoneType"),
    "two that disagree": (b'{"a": {"x": 1}, "a": {"x": 2}}', "'a' stands twice and the two"),
    "a control character": (b'{"a": "\x01"}', "not JSON, or cut short"),
    "an unclosed bomb": (b'{"a":' + b"[" * BOMB, "not JSON, or cut short"),
    "a bomb in a list": (b"[" * BOMB + b"]" * BOMB, "wrong shape: list"),
}


@pytest.mark.parametrize("body, why", REFUSED.values(), ids=REFUSED)
def test_refuses_in_one_line(body: bytes, why: str) -> None:
    with pytest.raises(PayloadRefused, match=why) as refused:
        parse(body)
    assert "\n" not in str(refused.value)


def test_a_duplicate_key_with_one_value_is_accepted() -> None:
    assert parse(b'{"a": {"x": 1.0}, "a": {"x": 1.0}}') == {"a": {"x": Decimal("1.0")}}


def test_two_values_of_one_key_spoil_only_that_key() -> None:
    body = b'{"a": {"b": {"c": 1, "c": null, "d": 2}}, "e": {"f": 3}}'
    assert parse(body) == {"a": {"b": {"c": TWICE, "d": 2}}, "e": {"f": 3}}


ODD_NUMBERS = {
    "NaN": "NaN",
    "Infinity": "Infinity",
    "minus infinity": "-Infinity",
    "a giant integer": "9" * 5000,
    "a giant fraction": "0." + "3" * 5000,
    "a giant exponent": "1e99999999999999999999",
}


@pytest.mark.parametrize("text", ODD_NUMBERS.values(), ids=ODD_NUMBERS)
def test_an_absurd_number_is_nan(text: str) -> None:
    number = parse(f'{{"a": {text}}}'.encode())["a"]
    assert isinstance(number, Decimal)
    assert number.is_nan()


@pytest.mark.parametrize("opened, closed", [("[", "]"), ('{"x":', "}")])
def test_a_nesting_bomb_spoils_only_its_value(opened: str, closed: str) -> None:
    text = f'{{"bad": {opened * BOMB}1{closed * BOMB}, "text": "[{{\\"]", "good": [1, 2]}}'
    read = parse(text.encode())
    assert (read["text"], read["good"]) == ('[{"]', [1, 2])
    assert TOO_DEEP in json.dumps(read["bad"]).encode().decode("unicode_escape")


@pytest.mark.parametrize("tail", ['\\"' * 500_000, "\\" * 500_001, '"' * 500_001])
def test_hostile_text_after_a_bomb_takes_linear_time(tail: str) -> None:
    body = f'{{"a": {"[" * BOMB}{tail}'.encode()
    began = time.process_time()
    with pytest.raises(PayloadRefused):
        parse(body)
    assert time.process_time() - began < 5


def test_more_values_than_memory_has_room_for_are_refused() -> None:
    most = MAX_VALUES - 2  # the object and the list count, too
    assert parse(b'{"a": [' + b"0," * most + b"0]}")["a"] == [0] * (most + 1)
    with pytest.raises(PayloadRefused, match="over 2,000,000 values in it"):
        parse(b'{"a": [' + b"0," * (most + 1) + b"0]}")


@pytest.mark.parametrize("value", [b"[[[1]]]", b'{"a":1}'])
def test_lists_and_objects_count_as_values(value: bytes) -> None:
    """They cost most: 2,000,000 nested lists, with as many commas, took 0.8 GB."""
    each = 1 + value.count(b"[") + value.count(b"{")
    with pytest.raises(PayloadRefused, match="values in it"):
        parse(b'{"a": [' + (value + b",") * (MAX_VALUES // each) + b"0]}")
