"""What every answer of the API has around its items, and its errors.

A new field may be added within v1; none is removed or changes its type.
"""

from datetime import date
from typing import Annotated, Generic, TypeVar

from msgspec import Meta, Struct

Item = TypeVar("Item")


class Data(Struct):
    """Which data an answer comes from."""

    day: Annotated[date, Meta(description="Day of the snapshot that the values come from.")]
    version: Annotated[int, Meta(description="Catalog version; grows with every update.")]
    sha256: Annotated[str, Meta(description="SHA-256 of the snapshot, see /snapshots/DAY.")]
    as_of: date | None
    known_on: date | None
    licence: str = "MIT"
    attribution: str = "models.dev (https://models.dev)"


class Page(Struct, Generic[Item]):
    """One page of a list; pass `next` as `cursor` for the following one."""

    data: Data
    items: list[Item]
    next: str | None = None


class Answer(Struct, Generic[Item]):
    data: Data
    item: Item


class Problem(Struct):
    """An error as RFC 9457 describes it; `hint` says what to do."""

    type: str
    title: str
    status: int
    detail: str
    hint: str | None = None
