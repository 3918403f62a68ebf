"""Values as the admin's pages show them, and that derived rows cannot be edited."""

from decimal import Decimal

import pytest
from django.contrib import admin

from catalog.admin.base import NOTHING, ReadOnlyAdmin, as_text, usd
from catalog.models import Maker


@pytest.mark.parametrize(
    "price, text",
    [
        (None, NOTHING),
        (Decimal("1.250000000"), "1.25"),
        (Decimal("100.000000000"), "100"),
        (Decimal("0.000000001"), "0.000000001"),
        (Decimal(0), "0"),
    ],
    ids=["none", "trailing zeros", "no exponent for large", "nor for small", "zero"],
)
def test_usd(price, text):
    assert usd(price) == text


@pytest.mark.parametrize(
    "stored, text",
    [
        (None, NOTHING),
        ("", ""),
        ("text", "text"),
        (False, "false"),
        (0, "0"),
        (["b", "a"], '["b", "a"]'),
        ({"b": 1, "a": "模"}, '{"a": "模", "b": 1}'),
    ],
)
def test_as_text(stored, text):
    assert as_text(stored) == text


@pytest.mark.parametrize("permission", ["add", "change", "delete"])
def test_a_superuser_cannot_edit(rf, permission):
    page = ReadOnlyAdmin(Maker, admin.site)
    assert getattr(page, f"has_{permission}_permission")(rf.get("/")) is False
