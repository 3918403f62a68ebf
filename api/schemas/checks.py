"""Model ids that were checked, as answers hold them."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct


class CheckedId(Struct):
    id: str
    status: Literal["known", "retiring", "gone", "unknown"]
    model: str | None
    basis: Annotated[str | None, Meta(description="How the id was matched.")]
    retires_on: date | None
    gone_since: date | None
    successor: str | None
