"""Workloads and usage records of requests, and what they cost."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from api.schemas.values import DecimalText, OtherFees, PriceStateName
from catalog.display.translation import gettext_noop as _
from catalog.domain.modes import LONGEST_NAME, STANDARD
from catalog.domain.regions import Region


class CostLine(Struct):
    component: str
    tokens: int
    price: DecimalText
    cost: DecimalText
    tier: Annotated[int | None, Meta(description="Context tier that applied, in tokens.")]
    note: str


class EffectivePrice(Struct):
    """What the workload pays in USD per million tokens; null where it has no such tokens.

    `prompt` is input, audio input and cache; `reply` is output, audio output and reasoning.
    """

    overall: DecimalText | None
    prompt: DecimalText | None
    reply: DecimalText | None


class RegionSurcharge(Struct):
    """Change in percent over the same provider's offer without a region, to two decimals."""

    input: DecimalText
    output: DecimalText


class Cost(Struct):
    """The cost of a workload at one offer; `total` is null where no token price is published.

    In a mode such as "fast", it is null too where the offer reports no price for that mode.
    `price_doubt` says why the price is likely a mistake, "" where it is not; it is null with
    `known_on`, since doubts are judged by all that is on record.
    """

    provider: str
    provider_model_id: str
    model: str
    price_state: PriceStateName
    total: DecimalText | None
    effective_price: EffectivePrice | None
    lines: list[CostLine]
    other_fees: OtherFees
    mode: str = STANDARD
    status: str | None = None
    price_doubt: str | None = None
    region: Annotated[str | None, Meta(description="Region that an ID or a name states.")] = None
    region_surcharge: RegionSurcharge | None = None


Requests = Annotated[int, Meta(ge=1, le=10**12, description=_("Number of requests."))]
Tokens = Annotated[int, Meta(ge=0, le=10**12, description=_("Tokens per request."))]


ModeName = Annotated[
    str,
    Meta(
        pattern=f"^[ -~]{{1,{LONGEST_NAME}}}$",
        description=_(
            "standard, or a mode such as fast: an offer that reports no price for it has no cost."
        ),
    ),
]


RegionName = Annotated[
    str,
    Meta(
        pattern=f"^(?:{'|'.join(region.value for region in Region)})?$",
        description=_("Only offers served in a region that an ID or a name states, such as eu."),
    ),
]


class Workload(Struct, forbid_unknown_fields=True):
    """Tokens of one request, each counted once: `input` excludes cached, `output` reasoning."""

    requests: Requests = 1
    input: Tokens = 0
    output: Tokens = 0
    cache_read: Tokens = 0
    cache_write: Tokens = 0
    reasoning: Tokens = 0
    input_audio: Tokens = 0
    output_audio: Tokens = 0


class UsageRecord(Workload, kw_only=True, forbid_unknown_fields=True):
    """Requests of one day. `model` is a MAKER/SLUG, a provider's id, or a gateway's name.

    Token counts are those of one request; a context tier is chosen by its prompt.
    """

    day: date
    model: Annotated[str, Meta(min_length=1, max_length=300)]
    provider: Annotated[str, Meta(max_length=100)] = ""
    mode: ModeName = STANDARD


class PricedRecord(Struct):
    """One record with its cost and where the prices come from."""

    record: Annotated[int, Meta(description="Index in the request, from 0.")]
    provider: str
    provider_model_id: str
    model: str
    basis: Literal["provider", "recommended"]
    coverage: Literal["covered", "before history", "withdrawn"]
    valid_from: Annotated[date, Meta(description="First day of the prices that were used.")]
    sha256: Annotated[str, Meta(description="Snapshot that these prices first came from.")]
    total: DecimalText
    lines: list[CostLine]
    other_fees: OtherFees


class LeftOut(Struct):
    """Records of one model name and mode that have no cost.

    In a mode, the offer may have a standard price; it is not that of the mode.
    """

    model: str
    provider: str
    records: int
    tokens: int
    mode: str = STANDARD


class PricedUsage(Struct):
    """The cost of all records; what is unmatched or unpriced is not in the total."""

    total: DecimalText
    priced: list[PricedRecord]
    unmatched: list[LeftOut]
    unpriced: list[LeftOut]
