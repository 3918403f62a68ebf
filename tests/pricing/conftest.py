"""The market is kept for a version of the catalogue, and every test has its own version 1."""

from collections.abc import Iterator

import pytest

from pricing.calculator.offer_table import clear_offer_table


@pytest.fixture(autouse=True)
def own_market() -> Iterator[None]:
    yield
    clear_offer_table()
