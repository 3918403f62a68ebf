"""The Parquet file of a bundle, as pyarrow reads it; DuckDB does in test_judges."""

from decimal import Decimal
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from api.bundles.formats.parquet import write_parquet
from tests.api.bundles.factories import CONTENT, catalogue_of


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return pq.read_table(BytesIO(write_parquet(catalogue_of(CONTENT))))


def test_prices_are_exact_decimals(table):
    assert table.schema.field("input_price").type == pa.decimal128(15, 9)
    gpt = table.to_pylist()[0]
    assert gpt["input_price"] == Decimal("1.25")


def test_what_is_not_reported_is_null(table):
    unknown = table.to_pylist()[1]
    assert unknown["provider_model_id"] == "gpt-x"
    names = ("input_price", "context", "tool_calling", "status")
    assert [unknown[name] for name in names] == [None] * 4


def test_tiers_are_structs(table):
    tiers = table.to_pylist()[0]["tiers"]
    assert [(tier["above"], tier["input"]) for tier in tiers] == [
        (200_000, Decimal("2.5")),
        (272_000, Decimal(5)),
    ]
    assert tiers[1]["cache_read"] is None


def test_says_where_it_comes_from(table):
    assert table.schema.metadata[b"day"] == b"2026-05-12"
    assert table.schema.metadata[b"snapshot_sha256"] == b"ab" * 32


def test_the_smallest_price_fits():
    content = {"p": {"name": "P", "models": {"m": {"cost": {"input": 1e-9, "output": 100}}}}}
    (row,) = pq.read_table(BytesIO(write_parquet(catalogue_of(content)))).to_pylist()
    assert (row["input_price"], row["output_price"]) == (Decimal("1e-9"), Decimal(100))


def test_equal_catalogues_give_equal_bytes():
    assert write_parquet(catalogue_of(CONTENT)) == write_parquet(catalogue_of(CONTENT))
