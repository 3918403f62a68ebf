"""Providers, makers, capabilities and snapshots, as answers hold them."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct


class Provider(Struct):
    id: str
    name: str
    npm: str | None
    api: str | None
    doc: str | None
    env: list[str]
    maker: Annotated[str | None, Meta(description="Slug of the maker that runs this provider.")]
    seller: Annotated[
        str | None, Meta(description="maker, cloud, gateway or plan; null: not stated.")
    ]
    regions: Annotated[list[str], Meta(description="Regions that any of its offers states.")]
    offers: int
    priced_offers: int


class Maker(Struct):
    slug: str
    name: str
    website: str | None
    models: int


class Capability(Struct):
    key: str
    name: str
    models: Annotated[int, Meta(description="Models that are reported to have it.")]


class Snapshot(Struct):
    day: date
    confirmed_on: date
    sha256: str
    size: Annotated[int, Meta(description="Bytes, not compressed.")]
    source: str
    fetched_at: datetime
