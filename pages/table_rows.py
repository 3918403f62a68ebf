"""The rows of the tables of models and of a provider's offers, as plain values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext

from catalog.display.money import tokens_text
from catalog.domain.prices import PriceState
from catalog.http import DataVersion
from catalog.models import CanonicalModel, Offering
from catalog.templatetags.display import status_word
from pages.cells import (
    Cell,
    Row,
    Tag,
    deprecated_tags,
    fee_tags,
    price_cell,
    trend_cell,
    version_tags,
)
from pages.corrections import CorrectionNote, offer_corrections

NO_CHANGES: Mapping[int, str] = {}
# Elsewhere a stored price of 0 is a placeholder of the feed, not a price.
PUBLISHED = frozenset({PriceState.PRICED, PriceState.FREE})


def model_rows(models: Iterable[CanonicalModel]) -> list[Row]:
    """Return a row per model with the prices of its recommended offer.

    The models come from `for_list()`, which joins the maker and the trend.
    """
    return [
        Row(
            model.get_absolute_url(),
            model.label,
            _model_cells(model),
            [*version_tags(model.version_count), *_recommended_tags(model)],
        )
        for model in models
    ]


def _recommended_tags(model: CanonicalModel) -> list[Tag]:
    offering = model.recommended
    if offering is None:
        return []
    return [*deprecated_tags(deprecated=model.is_deprecated), *fee_tags(offering.other_fees)]


def _model_cells(model: CanonicalModel) -> list[Cell]:
    not_reported, unpriced = gettext("Not reported"), gettext("No comparable token price published")
    return [
        Cell("link", text=model.maker.name, url=model.maker.get_absolute_url()),
        _context_cell(model),
        price_cell(model.input_price, gettext("Input"), unpriced),
        price_cell(model.output_price, gettext("Output"), unpriced),
        trend_cell(
            getattr(model, "trend", None),
            gettext("Trend"),
            unpriced if model.blended_price is None else "",
        ),
        Cell("figure", gettext("Providers"), str(model.provider_count)),
        Cell("figure", gettext("Released"), model.released, missing=not_reported),
    ]


def offering_rows(
    offerings: Iterable[Offering],
    *,
    changed: Mapping[int, str] = NO_CHANGES,
    data: DataVersion | None = None,
) -> list[Row]:
    """Return a row per offering of a provider, each linked to its model.

    `changed` holds what changed at some of them since another day, by their keys. With `data`, what
    editors corrected is said.
    """
    rows = list(offerings)
    corrections = offer_corrections(rows, data) if data else {}
    return [
        Row(
            offering.model.get_absolute_url(),
            offering.model.label,
            _offering_cells(offering),
            [
                *_tags(offering),
                *_corrected(corrections.get(offering.pk, ())),
                *_changed(changed.get(offering.pk, "")),
            ],
        )
        for offering in rows
    ]


def _corrected(notes: Sequence[CorrectionNote]) -> Iterator[Tag]:
    if notes:
        yield Tag(gettext("corrected"), "caution", " ".join(note.text for note in notes))


def _changed(text: str) -> Iterator[Tag]:
    if text:
        yield Tag(gettext("changed"), "caution", text)


def _offering_cells(offering: Offering) -> list[Cell]:
    published = offering.price_state in PUBLISHED
    missing = _missing_price(offering.price_state)
    return [
        Cell("code", text=offering.provider_model_id),
        _context_cell(offering),
        price_cell(offering.input_price if published else None, gettext("Input"), missing),
        price_cell(offering.output_price if published else None, gettext("Output"), missing),
        Cell("figure", gettext("Released"), offering.released, missing=gettext("Not reported")),
    ]


def _context_cell(row: CanonicalModel | Offering) -> Cell:
    text = "" if row.context is None else tokens_text(row.context)
    return Cell("figure", gettext("Context"), text, missing=gettext("Not reported"))


def _missing_price(state: str) -> str:
    """Return why an offer in this state has no price."""
    if state == PriceState.PLAN:
        return gettext("Billed by subscription")
    if state == PriceState.UNKNOWN:
        return gettext("No token price published")
    return gettext("Listed as free") if state == PriceState.FREE else gettext("Not reported")


def _tags(offering: Offering) -> Iterator[Tag]:
    """Yield the offer's price state and status, except the usual ones."""
    if offering.price_state == PriceState.FREE:
        yield Tag(gettext("free"), "good")
    elif offering.price_state == PriceState.PLAN:
        yield Tag(gettext("plan"))
    elif offering.price_state == PriceState.UNKNOWN:
        yield Tag(gettext("unknown price"))
    elif offering.price_doubt:
        yield Tag(gettext("doubtful price"), "caution", offering.price_doubt_text)
    yield from fee_tags(offering.other_fees)
    if offering.status:
        yield Tag(str(status_word(offering.status)), "caution")
