"""The market is kept for a version of the catalogue, and every test has its own version 1."""

from collections.abc import Iterator

import pytest

from pricing.calculator.market import forget_market


@pytest.fixture(autouse=True)
def own_market() -> Iterator[None]:
    yield
    forget_market()
