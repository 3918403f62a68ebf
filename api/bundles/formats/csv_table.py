"""The offers of a day as CSV, for spreadsheets. Pure.

A text that a spreadsheet might run as a formula begins with an apostrophe, so some ids are not
exact here ("'@cf/meta/llama"); they are in every other format.
"""

import json
from collections.abc import Iterator
from typing import Any

from api.bundles.catalogue import BundleOffer, DayCatalogue
from api.bundles.table import COLUMNS, Column, ColumnType
from catalog.display.spreadsheet import Cell, csv_lines
from catalog.domain.records import tiers_to_json


def write_csv(catalogue: DayCatalogue) -> bytes:
    return "".join(csv_lines(_rows(catalogue))).encode()


def _rows(catalogue: DayCatalogue) -> Iterator[list[Cell]]:
    yield [*(column.name for column in COLUMNS), "tiers"]
    for offer in catalogue.offers:
        yield [*(_cell(column, offer) for column in COLUMNS), _tiers(offer)]


def _cell(column: Column, offer: BundleOffer) -> Cell:
    value: Any = column.value(offer)
    if value is None:
        return None
    if column.type is ColumnType.FLAG:
        return "true" if value else "false"
    if column.type is ColumnType.WORDS:
        return " ".join(value)
    cell: Cell = value
    return cell


def _tiers(offer: BundleOffer) -> str | None:
    tiers = tiers_to_json(offer.facts.tiers)
    return json.dumps(tiers, separators=(",", ":")) if tiers else None
