"""The rows of the tables of models and of a provider's offers, as plain values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from django.utils.translation import gettext

from catalog.display.money import distinct_tokens_texts
from catalog.display.price_columns import PriceColumn, price_column
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


@dataclass(frozen=True, slots=True)
class FigureColumns:
    """How a table writes its columns of figures: two that differ never read alike."""

    context: Mapping[int, str]
    input: PriceColumn
    output: PriceColumn

    @classmethod
    def of(cls, rows: Sequence[CanonicalModel] | Sequence[Offering]) -> Self:
        prices = [prices_of(row) for row in rows]
        return cls(
            distinct_tokens_texts(row.context for row in rows),
            price_column(price for price, _output in prices),
            price_column(price for _input, price in prices),
        )


def prices_of(row: CanonicalModel | Offering) -> tuple[Decimal | None, Decimal | None]:
    """Return the prices that a row shows, USD per 1M tokens of input and of output."""
    if isinstance(row, Offering) and row.price_state not in PUBLISHED:
        return None, None
    return row.input_price, row.output_price


def model_rows(models: Iterable[CanonicalModel]) -> list[Row]:
    """Return a row per model with the prices of its recommended offer.

    The models come from `for_list()`, which joins the maker and the trend.
    """
    several = list(models)
    columns = FigureColumns.of(several)
    return [
        Row(
            model.get_absolute_url(),
            model.label,
            _model_cells(model, columns),
            [*version_tags(model.version_count), *_recommended_tags(model)],
        )
        for model in several
    ]


def _recommended_tags(model: CanonicalModel) -> list[Tag]:
    offering = model.recommended
    if offering is None:
        return []
    return [*deprecated_tags(deprecated=model.is_deprecated), *fee_tags(offering.other_fees)]


def _model_cells(model: CanonicalModel, columns: FigureColumns) -> list[Cell]:
    not_reported, unpriced = gettext("Not reported"), gettext("No comparable token price published")
    return [
        Cell("link", text=model.maker.name, url=model.maker.get_absolute_url()),
        *_figure_cells(model, columns, unpriced),
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
    columns = FigureColumns.of(rows)
    corrections = offer_corrections(rows, data) if data else {}
    return [
        Row(
            offering.model.get_absolute_url(),
            offering.model.label,
            _offering_cells(offering, columns),
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


def _offering_cells(offering: Offering, columns: FigureColumns) -> list[Cell]:
    return [
        Cell("code", text=offering.provider_model_id),
        *_figure_cells(offering, columns, _missing_price(offering.price_state)),
        Cell("figure", gettext("Released"), offering.released, missing=gettext("Not reported")),
    ]


def _figure_cells(
    row: CanonicalModel | Offering, columns: FigureColumns, missing: str
) -> Iterator[Cell]:
    """Yield context, input and output; `missing` says why there is no price."""
    context = "" if row.context is None else columns.context[row.context]
    own_input, own_output = prices_of(row)
    yield Cell("figure", gettext("Context"), context, missing=gettext("Not reported"))
    yield price_cell(columns.input[own_input], gettext("Input"), missing)
    yield price_cell(columns.output[own_output], gettext("Output"), missing)


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
