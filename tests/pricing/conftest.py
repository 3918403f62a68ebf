"""The offer table is cached by catalogue version, and every test has a version 1 of its own."""

from collections.abc import Iterator

import pytest

from pricing.calculator.offer_table import clear_offer_table


@pytest.fixture(autouse=True)
def fresh_offer_table() -> Iterator[None]:
    yield
    clear_offer_table()
