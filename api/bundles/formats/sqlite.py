"""The catalogue of a day as a SQLite file: tables `data`, `providers`, `offers` and `tiers`. Pure.

SQLite has no decimals. A price is a REAL: a double holds any decimal of up to 15 digits so that it
reads back the same, and no price has more.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from typing import Any

from api.bundles.catalogue import ATTRIBUTION, LICENCE, BundleOffer, DayCatalogue
from api.bundles.table import COLUMNS, Column, ColumnType
from catalog.domain.prices import COMPONENTS

TYPES = {
    ColumnType.TEXT: "TEXT",
    ColumnType.NUMBER: "INTEGER",
    ColumnType.FLAG: "INTEGER",  # 0, 1, or null for "not reported"
    ColumnType.PRICE: "REAL",
    ColumnType.WORDS: "TEXT",  # a JSON list
}
KEY = "provider TEXT NOT NULL, provider_model_id TEXT NOT NULL"
OTHERS = [column for column in COLUMNS if column.name not in ("provider", "provider_model_id")]
SCHEMA = f"""
CREATE TABLE data (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE providers (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, npm TEXT, api TEXT, doc TEXT, env TEXT NOT NULL
) STRICT;
CREATE TABLE offers (
  {KEY}, {", ".join(f"{column.name} {TYPES[column.type]}" for column in OTHERS)},
  PRIMARY KEY (provider, provider_model_id)
) STRICT;
CREATE TABLE tiers (
  {KEY}, above INTEGER NOT NULL, {", ".join(f"{name}_price REAL" for name in COMPONENTS)},
  PRIMARY KEY (provider, provider_model_id, above)
) STRICT;
CREATE INDEX offers_by_model ON offers (model);
"""


def write_sqlite(catalogue: DayCatalogue) -> bytes:
    """Return the file's bytes; it is built in memory, so nothing half-written is left behind."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        with connection:
            _fill(connection, "data", _data(catalogue))
            _fill(connection, "providers", _providers(catalogue))
            _fill(connection, "offers", (_offer(offer) for offer in catalogue.offers))
            _fill(connection, "tiers", _tiers(catalogue))
        return connection.serialize()


def _fill(connection: sqlite3.Connection, table: str, rows: Iterator[tuple[Any, ...]]) -> None:
    width = len(connection.execute(f"SELECT * FROM {table}").description)  # noqa: S608  # ours
    places = ", ".join("?" * width)
    connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608


def _data(catalogue: DayCatalogue) -> Iterator[tuple[Any, ...]]:
    yield "day", catalogue.day.isoformat()
    yield "snapshot_sha256", catalogue.sha256
    yield "licence", LICENCE
    yield "attribution", ATTRIBUTION
    yield "prices", "USD per million tokens"


def _providers(catalogue: DayCatalogue) -> Iterator[tuple[Any, ...]]:
    for one in catalogue.providers.values():
        links = (one.npm or None, one.api_url or None, one.doc_url or None)
        yield (one.key, one.name, *links, json.dumps(list(one.env)))


def _offer(offer: BundleOffer) -> tuple[Any, ...]:
    # The key's columns come first in the table, as they do in COLUMNS.
    return tuple(_value(column, offer) for column in COLUMNS)


def _value(column: Column, offer: BundleOffer) -> Any:
    value = column.value(offer)
    if column.type is ColumnType.WORDS:
        return json.dumps(list(value), ensure_ascii=False)
    return _real(value) if column.type is ColumnType.PRICE else value


def _tiers(catalogue: DayCatalogue) -> Iterator[tuple[Any, ...]]:
    for offer in catalogue.offers:
        for tier in offer.facts.tiers:
            prices = (_real(getattr(tier.prices, name)) for name in COMPONENTS)
            yield (offer.provider, offer.provider_model_id, tier.above, *prices)


def _real(price: Decimal | None) -> float | None:
    return None if price is None else float(price)
