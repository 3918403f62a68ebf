"""What the API answers, as types: the OpenAPI document is made from them.

Prices are USD per million tokens and costs are USD, both as decimal strings. A flag is true, false,
or null for "not reported". A new field may be added within v1; none is removed or changes its type.
"""

from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType

from catalog.display.translation import gettext_noop as _

Item = TypeVar("Item")
PriceStateName = Literal["priced", "free", "plan", "unknown"]
DecimalText = Annotated[str, Meta(pattern=r"^\d+(\.\d+)?$", examples=["0.0036"])]
Limit = Annotated[int, Meta(ge=1, le=1000, description=_("Items per page."))]
AsOf = Annotated[date, Meta(description=_("Values that held on this day (UTC). Default: newest."))]
KnownOn = Annotated[
    date, Meta(description=_("Only data that had been fetched by the end of this day (UTC)."))
]
# PostgreSQL stores no NUL, so no text on record has one.
NO_NUL = r"^[^\u0000]*$"
ProviderId = Annotated[
    str, Meta(max_length=100, pattern=NO_NUL, description=_("Provider, such as openrouter."))
]
ModelPath = Annotated[
    str, Meta(max_length=301, pattern=NO_NUL, description=_("Model: MAKER/SLUG."))
]
ModelId = Annotated[
    str, Meta(max_length=300, pattern=NO_NUL, description=_("The provider's own model id."))
]
Cursor = Annotated[str, Meta(max_length=2000, description=_("`next` of the page before."))]


class Query(Struct, forbid_unknown_fields=True):
    """No parameter."""


class DatedQuery(Query):
    """The two dates that every endpoint takes."""

    as_of: AsOf | None = None
    known_on: KnownOn | None = None


class PagedQuery(DatedQuery):
    cursor: Cursor | None = None
    limit: Limit = 100


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


OtherFees = Annotated[
    list[str], Meta(description="Charges beside tokens, by the feed's name; in no price or cost.")
]


class TokenPrices(Struct):
    """USD per million tokens; null is "not reported"."""

    input: DecimalText | None = None
    output: DecimalText | None = None
    cache_read: DecimalText | None = None
    cache_write: DecimalText | None = None
    reasoning: DecimalText | None = None
    input_audio: DecimalText | None = None
    output_audio: DecimalText | None = None


class PriceTier(Struct):
    """Prices of the whole request if its prompt has more than `above` tokens."""

    above: int
    prices: TokenPrices


class Offer(Struct):
    """One provider's offer of one model. A field is absent only if `fields` leaves it out."""

    provider: str | UnsetType = UNSET
    provider_model_id: str | UnsetType = UNSET
    model: Annotated[str, Meta(description="MAKER/SLUG")] | UnsetType = UNSET
    name: str | UnsetType = UNSET
    family: str | UnsetType | None = UNSET
    status: str | UnsetType | None = UNSET
    price_state: PriceStateName | UnsetType = UNSET
    prices: TokenPrices | UnsetType = UNSET
    tiers: list[PriceTier] | UnsetType = UNSET
    other_fees: OtherFees | UnsetType = UNSET
    context: int | UnsetType | None = UNSET
    max_input: int | UnsetType | None = UNSET
    max_output: int | UnsetType | None = UNSET
    tool_calling: bool | UnsetType | None = UNSET
    structured_output: bool | UnsetType | None = UNSET
    reasoning: bool | UnsetType | None = UNSET
    temperature: bool | UnsetType | None = UNSET
    attachment: bool | UnsetType | None = UNSET
    open_weights: bool | UnsetType | None = UNSET
    input_modalities: list[str] | UnsetType = UNSET
    output_modalities: list[str] | UnsetType = UNSET
    released: str | UnsetType | None = UNSET
    last_updated: str | UnsetType | None = UNSET
    knowledge: str | UnsetType | None = UNSET
    corrected: (
        Annotated[list[str], Meta(description="Fields whose value an editor corrected.")]
        | UnsetType
    ) = UNSET


class OfferRevision(Struct):
    """The values of an offer from one day until another (exclusive; null: still)."""

    valid_from: date
    valid_to: date | None
    offer: Offer


class OfferTimeline(Struct):
    """One offer with all its values over time, oldest first."""

    provider: str
    provider_model_id: str
    revisions: list[OfferRevision]


class FieldInterval(Struct):
    """One field's value from one day until another (exclusive; null: still)."""

    valid_from: date
    valid_to: date | None
    value: Any


class ModelPrices(Struct):
    """USD per million tokens of the recommended offer; `blended` is 3 parts input, 1 output."""

    input: DecimalText | None
    output: DecimalText | None
    blended: DecimalText | None
    other_fees: OtherFees


class Model(Struct):
    """One model across all providers that offer it, versions included."""

    path: Annotated[str, Meta(description="MAKER/SLUG")]
    name: str
    maker: str
    family: str | None
    official: Annotated[bool, Meta(description="False for derivatives of other models.")]
    released: str | None
    knowledge: str | None
    status: str | None
    context: int | None
    max_output: int | None
    prices: ModelPrices
    price_states: list[PriceStateName]
    providers: int
    offers: int
    input_modalities: list[str]
    output_modalities: list[str]
    capabilities: dict[str, bool | None]
    scores: Annotated[dict[str, int], Meta(description="Fit scores, 0 to 100, by rubric.")]
    versions: Annotated[list[str], Meta(description="Other versions of this model.")]


class ScoreItem(Struct):
    rubric: str
    points: int
    upper: Annotated[int, Meta(description="Points if everything not reported were a yes.")]
    breakdown: list[list[str | int]]


class OfferKey(Struct):
    provider: str
    provider_model_id: str


class ConflictItem(Struct):
    """A fact on which offers disagree, with the values that they report."""

    fact: str
    values: list[str]
    span_days: int | None


class ModelDetail(Struct):
    """One model with every offer, its scores and the conflicts between its offers."""

    path: str
    name: str
    withdrawn_on: date | None
    recommended: OfferKey | None
    reference: Annotated[OfferKey | None, Meta(description="The offer whose facts are shown.")]
    versions: list[str]
    scores: list[ScoreItem]
    conflicts: list[ConflictItem]
    offers: list[Offer]
    corrected: Annotated[list[str], Meta(description="Fields that an editor corrected.")]


class FacetValue(Struct):
    value: str
    models: int


class Facet(Struct):
    """One filter of /models, and how many models each of its values would leave."""

    name: str
    values: list[FacetValue]


class Provider(Struct):
    id: str
    name: str
    npm: str | None
    api: str | None
    doc: str | None
    env: list[str]
    maker: Annotated[str | None, Meta(description="Slug of the maker that runs this provider.")]
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


class Change(Struct):
    """One change of one offer, or of a provider itself (then `provider_model_id` is null)."""

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


class Snapshot(Struct):
    day: date
    confirmed_on: date
    sha256: str
    size: Annotated[int, Meta(description="Bytes, not compressed.")]
    source: str
    fetched_at: datetime


class CostLine(Struct):
    component: str
    tokens: int
    price: DecimalText
    cost: DecimalText
    tier: Annotated[int | None, Meta(description="Context tier that applied, in tokens.")]
    note: str


class Cost(Struct):
    """The cost of a workload at one offer; `total` is null where no token price is published."""

    provider: str
    provider_model_id: str
    model: str
    price_state: PriceStateName
    total: DecimalText | None
    lines: list[CostLine]
    other_fees: OtherFees


class CheckedId(Struct):
    id: str
    status: Literal["known", "retiring", "gone", "unknown"]
    model: str | None
    basis: Annotated[str | None, Meta(description="How the id was matched.")]
    retires_on: date | None
    gone_since: date | None
    successor: str | None


class Problem(Struct):
    """An error as RFC 9457 describes it; `hint` says what to do."""

    type: str
    title: str
    status: int
    detail: str
    hint: str | None = None


Requests = Annotated[int, Meta(ge=1, le=10**12, description=_("Number of requests."))]
Tokens = Annotated[int, Meta(ge=0, le=10**12, description=_("Tokens per request."))]


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
    """Records of one model name that have no cost."""

    model: str
    provider: str
    records: int
    tokens: int


class PricedUsage(Struct):
    """The cost of all records; what is unmatched or unpriced is not in the total."""

    total: DecimalText
    priced: list[PricedRecord]
    unmatched: list[LeftOut]
    unpriced: list[LeftOut]
