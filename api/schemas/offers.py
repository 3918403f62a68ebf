"""Offers and their histories, as answers hold them.

A flag is true, false, or null for "not reported".
"""

from datetime import date
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from api.schemas.values import DecimalText, OtherFees, PriceStateName


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


class PriceMode(Struct):
    """Prices of a mode that a request asks for, such as "fast"; what is null is not reported.

    `prompt_up_to` is the longest prompt, in tokens, that they are reported for; null: of any.
    """

    mode: str
    prices: TokenPrices
    tiers: list[PriceTier]
    prompt_up_to: int | None


class Offer(Struct):
    """One provider's offer of one model. A field is absent only if `fields` leaves it out."""

    provider: str | UnsetType = UNSET
    provider_model_id: str | UnsetType = UNSET
    model: Annotated[str, Meta(description="MAKER/SLUG")] | UnsetType = UNSET
    name: str | UnsetType = UNSET
    family: str | UnsetType | None = UNSET
    status: str | UnsetType | None = UNSET
    region: (
        Annotated[str | None, Meta(description="Region that an ID or a name states; null: none.")]
        | UnsetType
    ) = UNSET
    seller: (
        Annotated[
            str | None,
            Meta(description="maker, other-maker, cloud, gateway or plan; null: not stated."),
        ]
        | UnsetType
    ) = UNSET
    price_state: PriceStateName | UnsetType = UNSET
    prices: TokenPrices | UnsetType = UNSET
    tiers: list[PriceTier] | UnsetType = UNSET
    modes: list[PriceMode] | UnsetType = UNSET
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
