"""The offers of a day as Parquet, prices as decimal128(15, 9). Pure.

Tiers are a list of structs in the row of their offer. Day, source and licence are in the metadata.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from api.bundles.catalogue import ATTRIBUTION, LICENCE, DayCatalogue
from api.bundles.table import COLUMNS, ColumnType
from catalog.domain.prices import COMPONENTS, Tier

PRICE = pa.decimal128(15, 9)  # USD per million tokens, as the database holds it
TYPES: dict[ColumnType, pa.DataType] = {
    ColumnType.TEXT: pa.string(),
    ColumnType.NUMBER: pa.int64(),
    ColumnType.FLAG: pa.bool_(),
    ColumnType.PRICE: PRICE,
    ColumnType.WORDS: pa.list_(pa.string()),
}
TIERS = pa.list_(pa.struct([("above", pa.int64()), *((name, PRICE) for name in COMPONENTS)]))
SCHEMA = pa.schema([*((column.name, TYPES[column.type]) for column in COLUMNS), ("tiers", TIERS)])


def write_parquet(catalogue: DayCatalogue) -> bytes:
    columns: list[list[Any]] = [
        [column.value(offer) for offer in catalogue.offers] for column in COLUMNS
    ]
    tiers = [_tiers(offer.facts.tiers) for offer in catalogue.offers]
    schema = SCHEMA.with_metadata(
        {
            "day": catalogue.day.isoformat(),
            "snapshot_sha256": catalogue.sha256,
            "licence": LICENCE,
            "attribution": ATTRIBUTION,
        }
    )
    arrays = [
        pa.array(values, field.type)
        for values, field in zip([*columns, tiers], schema, strict=True)
    ]
    buffer = BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), buffer, compression="zstd")
    return buffer.getvalue()


def _tiers(tiers: Iterable[Tier]) -> list[dict[str, Any]]:
    return [
        {"above": tier.above} | {name: getattr(tier.prices, name) for name in COMPONENTS}
        for tier in tiers
    ]
