"""Readers of single fields: typed values, absent fields, and the reasons of invalid ones."""

from decimal import Decimal

import pytest

from catalog.feed import fields
from catalog.feed.fields import MAX_NAME, MAX_TEXT, MAX_WHOLE, UnreadableField


@pytest.mark.parametrize(
    "reader, absent",
    [
        (fields.subobject, {}),
        (fields.text, ""),
        (fields.web_url, ""),
        (fields.flag, None),
        (fields.words, ()),
        (fields.tokens, None),
        (fields.price, None),
    ],
)
def test_absent_and_null_fields_are_not_reported(reader, absent):
    assert reader({}, "x") == absent
    assert reader({"x": None}, "x") == absent


@pytest.mark.parametrize(
    "reader, value",
    [
        (fields.subobject, []),
        (fields.text, 7),
        (fields.flag, 1),
        (fields.flag, "true"),
        (fields.words, "text"),
        (fields.words, ["text", 1]),
        (fields.tokens, "4096"),
        (fields.tokens, True),
        (fields.tokens, Decimal("1.5")),
        (fields.price, "1"),
        (fields.price, False),
    ],
)
def test_values_of_the_wrong_type(reader, value):
    with pytest.raises(UnreadableField, match="wrong type: x is"):
        reader({"x": value}, "x")


@pytest.mark.parametrize("raw, text", [(" a \n b ", "a b"), ("", ""), ("n" * MAX_NAME, "n" * 300)])
def test_text(raw, text):
    assert fields.text({"x": raw}, "x") == text


def test_text_that_is_too_long():
    with pytest.raises(UnreadableField, match="x: 301 characters long"):
        fields.text({"x": "n" * 301}, "x")


@pytest.mark.parametrize(
    "raw, url",
    [
        ("https://a.example/x", "https://a.example/x"),
        ("http://a.example", "http://a.example"),
        ("javascript:alert(1)", ""),
        ("https://[x/", ""),
        ("https:///path", ""),
        ("//a.example", ""),
        ("a.example", ""),
    ],
)
def test_web_url(raw, url):
    assert fields.web_url({"x": raw}, "x") == url


@pytest.mark.parametrize("raw", ["2024", "2024-09", "2024-09-18"])
def test_partial_dates(raw):
    undated: list[str] = []
    assert fields.date({"x": raw}, "x", undated) == raw
    assert undated == []


@pytest.mark.parametrize(
    "raw", ["1999", "2024-13", "2024-09-32", "2024-9", "soon", "\uff12\uff10\uff12\uff14"]
)
def test_invalid_dates_are_reported_and_left_out(raw):
    undated: list[str] = []
    assert fields.date({"x": raw}, "x", undated) == ""
    assert undated == ["x"]


@pytest.mark.parametrize("raw, limit", [(4096, 4096), (Decimal("4096.0"), 4096), (0, None)])
def test_tokens(raw, limit):
    assert fields.tokens({"x": raw}, "x") == limit


@pytest.mark.parametrize("raw, reason", [(-1, "is negative"), (10**13, "is over")])
def test_tokens_out_of_bounds(raw, reason):
    with pytest.raises(UnreadableField, match=reason):
        fields.tokens({"x": raw}, "x")


@pytest.mark.parametrize(
    "raw, text",
    [
        ("0.8299999999999998", "0.83"),
        ("150", "150"),
        ("1.50", "1.5"),
        ("0", "0"),
        ("-0.0", "0"),
        ("1e-9", "1E-9"),
        ("100000", "100000"),
    ],
)
def test_price(raw, text):
    assert str(fields.price({"x": Decimal(raw)}, "x")) == text


@pytest.mark.parametrize(
    "raw, reason",
    [("-0.01", "is negative"), ("100001", "is over 100,000"), ("1e-10", "is below")],
)
def test_prices_out_of_bounds(raw, reason):
    with pytest.raises(UnreadableField, match=reason):
        fields.price({"x": Decimal(raw)}, "x")


@pytest.mark.parametrize(
    "reported, expected",
    [
        (("image", "text"), ("text", "image")),
        (("smell", "pdf", "text"), ("text", "pdf", "smell")),
        (("text", "text"), ("text",)),
        ((), ()),
    ],
)
def test_modalities_are_sorted(reported, expected):
    assert fields.sorted_modalities(reported) == expected


def test_unknown_fields_are_kept_in_order():
    value = {"b": Decimal("75.0"), "id": 1, "a": [Decimal("0.1")]}
    assert fields.unknown_fields(value, frozenset({"id"})) == {"a": ["0.1"], "b": 75}


@pytest.mark.parametrize("key", ["a", "a/b:c@d~e.f", "模型", "a" * 10])
def test_ids(key):
    fields.check_id(key, 10 + len(key))


@pytest.mark.parametrize(
    "key, reason",
    [
        ("", "empty"),
        (" ..", "empty"),
        ("a" * 11, "11 characters long"),
        ("a\nb", "control characters"),
        ("a\u202eb", "control characters"),
    ],
)
def test_bad_ids(key, reason):
    with pytest.raises(UnreadableField, match=reason):
        fields.check_id(key, 10)


@pytest.mark.parametrize(
    "value, reason",
    [
        ({"x": "a\x00b"}, "x: control characters"),
        ({"x": {"y": ["\ud800"]}}, "y: control characters"),
        ({"x": "n" * (MAX_TEXT + 1)}, "x: 10,001 characters long"),
        ({"x": Decimal("NaN")}, "x: not a number"),
        ({f"x{n}": "n" * 9_000 for n in range(MAX_WHOLE // 9_000 + 1)}, "in all"),
    ],
)
def test_values_that_no_field_may_hold(value, reason):
    with pytest.raises(UnreadableField, match=reason):
        fields.check_value(value)


def test_values_that_only_look_suspicious():
    fields.check_value({"x": "\U0001f600", "y": "a tab\tand \\u0000 spelled out"})


def test_deep_nesting():
    value: dict[str, object] = {}
    for _ in range(20):
        value = {"x": value}
    with pytest.raises(UnreadableField, match="nested too deeply"):
        fields.check_value(value)


def test_printable():
    assert fields.printable("a\nb\x00c " + "d" * 200) == "a b�c " + "d" * 94
