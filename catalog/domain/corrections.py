"""Editors' values in place of the feed's: which fields, when in force, and how they are laid over.

A correction is about one field, never a whole row, so the other fields go on following the feed.
Values are as JSON in the form in which revisions store facts; None is "not reported". Pure.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypedDict

from catalog.display.translation import gettext_noop as _
from catalog.domain.prices import COMPONENTS
from catalog.domain.records import OfferingFacts, facts_from_json, facts_to_json


class Target(StrEnum):
    """What a correction, an announced fact or a reported mistake is about."""

    OFFER = "offer"
    MODEL = "model"
    PROVIDER = "provider"
    MAKER = "maker"


class Verdict(StrEnum):
    """What an editor found; only the first puts another value in place of the feed's."""

    FEED_WRONG = "feed-wrong"
    OURS_WRONG = "ours-wrong"
    BOTH_RIGHT = "both-right"
    INTENDED = "intended"


class Ending(StrEnum):
    """Why a correction is no longer in force."""

    AGREED = "agreed"  # the feed reports the same value
    LAPSED = "lapsed"  # its last day has passed
    REPLACED = "replaced"  # by another correction of the field
    WITHDRAWN = "withdrawn"  # by an editor


VERDICT_NAMES = {
    Verdict.FEED_WRONG: _("models.dev is wrong"),
    Verdict.OURS_WRONG: _("Our rules are wrong"),
    Verdict.BOTH_RIGHT: _("Both values are right"),
    Verdict.INTENDED: _("The difference is intended"),
}
ENDING_NAMES = {
    Ending.AGREED: _("models.dev now reports the same value"),
    Ending.LAPSED: _("its last day has passed"),
    Ending.REPLACED: _("replaced by another correction"),
    Ending.WITHDRAWN: _("ended by an editor"),
}

PRICE = "prices."
PRICE_FIELDS = tuple(PRICE + name for name in COMPONENTS)
_LIMITS = ("context", "max_input", "max_output")
_FLAGS = (
    *("tool_calling", "structured_output", "reasoning", "temperature", "attachment"),
    "open_weights",
)
KIND = "kind"  # of a model: what it is for, which rules derive from the other fields
_MODALITIES = ("input_modalities", "output_modalities")
# The fields of each target, in the order of forms and pages.
FIELDS: Mapping[Target, tuple[str, ...]] = {
    Target.OFFER: (
        *PRICE_FIELDS,
        "tiers",
        *_LIMITS,
        *_FLAGS,
        *_MODALITIES,
        *("released", "last_updated", "knowledge", "name", "family", "status"),
    ),
    Target.MODEL: (
        *_LIMITS,
        *_FLAGS,
        *_MODALITIES,
        *("released", "last_updated", "knowledge", "name", "family", KIND),
    ),
    Target.PROVIDER: ("name", "doc_url", "api_url", "npm", "env"),
    Target.MAKER: ("name", "website"),
}
# Without them, a row has no name, or no type, on any page.
ALWAYS_REPORTED = frozenset({"name", KIND})
# What a row's column holds where nothing is reported.
NOTHING: Mapping[str, Any] = {
    **{field: [] for field in ("tiers", "env", *_MODALITIES)},
    **dict.fromkeys(("released", "last_updated", "knowledge", "name", "family", "status"), ""),
    **dict.fromkeys(("doc_url", "api_url", "npm", "website"), ""),
}


class Corrected(TypedDict):
    """A field's two values: the feed's own, and the one in place of it."""

    feed: Any
    value: Any


CorrectedFields = dict[str, Corrected]
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Override:
    """A correction with a value of its own; `provider` is "" unless it is about an offer.

    In force from `first_day` until the day before `ended_on`, and not after `last_day`.
    """

    pk: int
    target: Target
    provider: str
    key: str
    field: str
    value: Any
    first_day: date
    last_day: date | None = None
    ended_on: date | None = None

    @property
    def about(self) -> tuple[str, str]:
        return self.provider, self.key

    def in_force(self, day: date) -> bool:
        begun = self.first_day <= day and (self.last_day is None or day <= self.last_day)
        return begun and (self.ended_on is None or day < self.ended_on)

    @property
    def held(self) -> bool:
        """Whether it was in force on any day: one that ends on its first day was not."""
        return self.ended_on is None or self.ended_on > self.first_day


def correct_facts(
    facts: OfferingFacts, overrides: Iterable[Override]
) -> tuple[OfferingFacts, CorrectedFields]:
    """Return an offering's facts with these values, and both values of each field."""
    stored = facts_to_json(facts)
    corrected = differing(lambda field: value_in(stored, field), overrides)
    if not corrected:
        return facts, {}
    values = {field: both["value"] for field, both in corrected.items()}
    return with_values(facts, values), corrected


def differing(feed_value: Callable[[str], Any], overrides: Iterable[Override]) -> CorrectedFields:
    """Return both values of each field whose value the feed does not report itself."""
    return {
        one.field: Corrected(feed=own, value=one.value)
        for one in overrides
        if (own := feed_value(one.field)) != one.value
    }


def feed_values(corrected: CorrectedFields) -> dict[str, Any]:
    """Return what the feed itself reports of the corrected fields."""
    return {field: both["feed"] for field, both in corrected.items()}


def own_values(corrected: CorrectedFields) -> dict[str, Any]:
    """Return the feed's own values of the corrected fields, as the columns of a row hold them."""
    return {field: column_value(field, both["feed"]) for field, both in corrected.items()}


def correct_columns(columns: Values, overrides: Iterable[Override]) -> dict[str, Any]:
    """Return the columns of a row with these values; `corrected` holds both values by field."""
    corrected = differing(lambda field: json_value(field, columns[field]), overrides)
    values = {field: column_value(field, both["value"]) for field, both in corrected.items()}
    return {**columns, **values, "corrected": corrected}


def with_values(facts: OfferingFacts, values: Values) -> OfferingFacts:
    """Return an offering's facts with other values in some fields."""
    return facts_from_json(stored_with_values(facts_to_json(facts), values)) if values else facts


def stored_with_values(stored: Mapping[str, Any], values: Values) -> dict[str, Any]:
    """Return facts as a revision stores them, with other values in some fields."""
    changed = dict(stored)
    prices = dict(stored.get("prices", {}))
    for field, value in values.items():
        place = prices if field.startswith(PRICE) else changed
        name = field.removeprefix(PRICE)
        if value is None:
            place.pop(name, None)
        else:
            place[name] = value
    changed.pop("prices", None)
    return changed | ({"prices": prices} if prices else {})


def corrected_anew(
    stored: Mapping[str, Any], corrected: CorrectedFields, overrides: Iterable[Override]
) -> tuple[Mapping[str, Any], CorrectedFields]:
    """Return a revision's facts with these corrections in place of its own, and both values."""
    reported = stored_with_values(stored, feed_values(corrected))
    both = differing(lambda field: value_in(reported, field), overrides)
    values = {field: several["value"] for field, several in both.items()}
    return stored_with_values(reported, values), both


def value_in(stored: Mapping[str, Any], field: str) -> Any:
    """Return a field's value in facts as a revision stores them; None is "not reported"."""
    if field.startswith(PRICE):
        return stored.get("prices", {}).get(field.removeprefix(PRICE))
    return stored.get(field)


def plain_price(price: Decimal) -> str:
    """Return a price as revisions store it: without trailing zeros and without an exponent."""
    shortest = price.normalize()
    return str(shortest.quantize(Decimal(1)) if shortest == shortest.to_integral() else shortest)


def column_value(field: str, value: Any) -> Any:
    """Return a value as the column of a row holds it."""
    if value is not None:
        return value
    nothing = NOTHING.get(field)
    return list(nothing) if isinstance(nothing, list) else nothing


def json_value(field: str, column: Any) -> Any:
    """Return what a column of a row holds as JSON; None is "not reported"."""
    value = list(column) if isinstance(column, tuple) else column
    return None if field in NOTHING and not value else value
