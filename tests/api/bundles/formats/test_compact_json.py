"""Decimals as JSON numbers."""

from decimal import Decimal

import pytest

from api.bundles.formats.compact_json import json_bytes


@pytest.mark.parametrize(
    "number, text",
    [
        ("0.8299999", b"0.8299999"),
        ("1E-9", b"1e-09"),
        ("0.00000125", b"1.25e-06"),
        ("10.000", b"10"),
        ("0", b"0"),
    ],
)
def test_a_decimal_is_the_shortest_number(number, text):
    assert json_bytes({"p": Decimal(number)}) == b'{"p":' + text + b"}"


def test_names_stay_readable():
    assert json_bytes("≤200k") == '"≤200k"'.encode()


def test_refuses_what_is_no_json():
    with pytest.raises(TypeError, match="set is no JSON"):
        json_bytes({1, 2})
