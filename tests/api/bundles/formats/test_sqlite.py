"""The SQLite file of a bundle."""

import sqlite3
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.bundles.formats.sqlite import write_sqlite
from tests.api.bundles.factories import CONTENT, catalogue_of


@pytest.fixture
def database(tmp_path):
    file = tmp_path / "catalog.sqlite"
    file.write_bytes(write_sqlite(catalogue_of(CONTENT)))
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    yield connection
    connection.close()


def test_it_is_whole(database):
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("SELECT count(*) FROM offers").fetchone() == (6,)


def test_prices_are_numbers_and_unknown_ones_null(database):
    rows = database.execute("SELECT provider_model_id, input_price FROM offers").fetchall()
    prices = dict(rows)
    assert (prices["gpt-5"], prices["gpt-x"], prices["zero"]) == (1.25, None, 0.0)


def test_tiers_have_a_table(database):
    query = "SELECT above, input_price, cache_read_price FROM tiers ORDER BY above"
    assert database.execute(query).fetchall() == [(200_000, 2.5, 0.25), (272_000, 5.0, None)]


def test_providers_and_source_are_in_it(database):
    assert database.execute("SELECT count(*) FROM providers").fetchone() == (3,)
    data = dict(database.execute("SELECT key, value FROM data").fetchall())
    assert (data["day"], data["licence"]) == ("2026-05-12", "MIT")


def test_flags_have_three_states(database):
    rows = dict(database.execute("SELECT provider_model_id, tool_calling FROM offers").fetchall())
    assert (rows["gpt-5"], rows["gpt-x"]) == (0, None)


@given(st.integers(0, 10**15 - 1))
def test_any_price_reads_back_the_same(billionths):
    """As the docstring of the format says: 15 digits survive a double."""
    price = Decimal(billionths).scaleb(-9)
    assert Decimal(repr(float(price))) == price


def test_equal_catalogues_give_equal_bytes():
    assert write_sqlite(catalogue_of(CONTENT)) == write_sqlite(catalogue_of(CONTENT))
