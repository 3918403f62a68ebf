"""The columns of an offer in tables: CSV, Parquet and SQLite are written from this list. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from api.bundles.catalogue import BundleOffer
from catalog.domain.prices import COMPONENTS


class ColumnType(Enum):
    """PRICE is a Decimal in USD per million tokens, NUMBER an int, WORDS a tuple of texts."""

    TEXT = auto()
    NUMBER = auto()
    FLAG = auto()
    PRICE = auto()
    WORDS = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `value` returns None for what is not reported."""

    name: str
    type: ColumnType
    value: Callable[[BundleOffer], Any]


def _own(name: str) -> Column:
    return Column(name, ColumnType.TEXT, lambda offer: str(getattr(offer, name)))


def _fact(name: str, column_type: ColumnType) -> Column:
    if column_type is ColumnType.TEXT:  # "" is "not reported", too
        return Column(name, column_type, lambda offer: getattr(offer.facts, name) or None)
    return Column(name, column_type, lambda offer: getattr(offer.facts, name))


def _price(name: str) -> Column:
    return Column(
        f"{name}_price", ColumnType.PRICE, lambda offer: getattr(offer.facts.prices, name)
    )


COLUMNS = (
    *(_own(name) for name in ("provider", "provider_model_id", "model", "kind")),
    *(_fact(name, ColumnType.TEXT) for name in ("name", "family", "status")),
    _own("price_state"),
    *(_price(name) for name in COMPONENTS),
    *(_fact(name, ColumnType.NUMBER) for name in ("context", "max_input", "max_output")),
    *(
        _fact(name, ColumnType.FLAG)
        for name in (
            *("tool_calling", "structured_output", "reasoning", "temperature", "attachment"),
            "open_weights",
        )
    ),
    *(_fact(name, ColumnType.WORDS) for name in ("input_modalities", "output_modalities")),
    *(_fact(name, ColumnType.TEXT) for name in ("released", "last_updated", "knowledge")),
    Column("corrected", ColumnType.WORDS, lambda offer: offer.corrected),
)
