"""What changed, ended, was corrected, and how prices moved, as answers hold them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from api.schemas.values import DecimalText


class Change(Struct):
    """One change of one offer, or of a provider itself (then `provider_model_id` is null).

    Where `removes` is a serial, it says that the change of that serial no longer holds.
    """

    serial: int
    day: date
    kind: str
    provider: str
    provider_model_id: str | None
    model: str | None
    field: str | None
    tier: int | None
    old: Any
    new: Any
    percent: Annotated[str, Meta(pattern=r"^-?\d+(\.\d+)?$")] | None
    noise: bool
    removes: Annotated[
        int | None, Meta(description="Serial of a change that no longer holds; kind is removed.")
    ] = None


class LifecycleItem(Struct):
    """An offer that is to end or has ended, and what its model's successor is.

    `day` is that of the retirement, null where none is announced, or the first day without it.
    """

    state: Literal["retiring", "gone"]
    provider: str
    provider_model_id: str
    model: str
    day: date | None
    source: Annotated[str | None, Meta(description="Where the day is announced; null: the feed.")]
    successor: str | None


class CorrectionItem(Struct):
    """What an editor decided about one field, why, and by what source."""

    id: int
    target: Literal["offer", "model", "provider", "maker"]
    provider: Annotated[str | None, Meta(description="Of an offer; else null.")]
    key: Annotated[str, Meta(description="The feed's id of what is corrected.")]
    field: str
    verdict: str
    value: Any
    feed_value: Any
    reason: str
    source: str
    first_day: date
    last_day: date | None
    ended_on: Annotated[date | None, Meta(description="First day without it; null: it stands.")]
    ending: str | None
    recorded_at: datetime


class IndexLevel(Struct):
    """The price index on a day, 100 on the first, with its 95% confidence interval."""

    day: date
    measure: str
    tier: str
    level: DecimalText
    low: DecimalText
    high: DecimalText
    models: Annotated[int, Meta(description="Models with a price on that day.")]
    compared: Annotated[int, Meta(description="Models that were compared with the day before.")]
    moved: Annotated[int, Meta(description="Of these, models whose price moved.")]
