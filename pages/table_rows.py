"""The rows of the tables of models and of a provider's offers, as plain values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from django.utils.translation import gettext

from catalog.display.money import distinct_tokens_texts
from catalog.display.price_columns import PriceColumn, price_column
from catalog.display.translation import gettext_noop as _
from catalog.domain.prices import PriceState
from catalog.domain.sellers import ProviderFacts
from catalog.http import DataVersion
from catalog.listing.cache_choice import CacheChoice
from catalog.listing.facets import REGIONS
from catalog.listing.index import NOT_STATED, region_value
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
USUAL = CacheChoice()
PRICE_LABELS = (_("Input"), _("Output"), _("Cache read"), _("Blended"))
# Elsewhere a stored price of 0 is a placeholder of the feed, not a price.
PUBLISHED = frozenset({PriceState.PRICED, PriceState.FREE})


@dataclass(frozen=True, slots=True)
class FigureColumns:
    """How a table writes its columns of figures: two that differ never read alike."""

    context: Mapping[int, str]
    prices: Sequence[PriceColumn]

    @classmethod
    def of(
        cls, rows: Sequence[CanonicalModel] | Sequence[Offering], cache: CacheChoice = USUAL
    ) -> Self:
        columns = zip(*(prices_of(row, cache) for row in rows), strict=True)
        return cls(
            distinct_tokens_texts(row.context for row in rows),
            [price_column(prices) for prices in columns],
        )


def prices_of(
    row: CanonicalModel | Offering, cache: CacheChoice = USUAL
) -> tuple[Decimal | None, ...]:
    """Return the prices that a row shows, USD per 1M tokens: input, output.

    Those of an offer are followed by that of a cache read, and the blended one at a cache rate.
    """
    if isinstance(row, CanonicalModel):
        return row.input_price, row.output_price
    if row.price_state not in PUBLISHED:
        return None, None, None, None
    blended = row.blended_price
    if cache.cache_rate is not None:  # prices are built only for a rate
        blended = cache.blended(row.prices, blended)
    return row.input_price, row.output_price, row.cache_read_price, blended


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
        *_figure_cells(model, columns, (unpriced, unpriced)),
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
    cache: CacheChoice = USUAL,
    with_region: bool = False,
) -> list[Row]:
    """Return a row per offering of a provider, each linked to its model.

    The blended price is that at the reader's cache rate; a provider of several regions has a column
    for them.

    `changed` holds what changed at some of them since another day, by their keys. With `data`, what
    editors corrected is said.
    """
    rows = list(offerings)
    columns = FigureColumns.of(rows, cache)
    corrections = offer_corrections(rows, data) if data else {}
    return [
        Row(
            offering.model.get_absolute_url(),
            offering.model.label,
            _offering_cells(offering, columns, cache, with_region=with_region),
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


def _offering_cells(
    offering: Offering, columns: FigureColumns, cache: CacheChoice, *, with_region: bool
) -> list[Cell]:
    why, silent = _missing_price(offering.price_state), gettext("Not reported")
    why_cache = silent if offering.price_state in PUBLISHED else why
    return [
        Cell("code", text=offering.provider_model_id),
        *_figure_cells(offering, columns, (why, why, why_cache, why), cache),
        *([_region_cell(offering)] if with_region else []),
        Cell("figure", gettext("Released"), offering.released, missing=silent),
    ]


def _figure_cells(
    row: CanonicalModel | Offering,
    columns: FigureColumns,
    missing: Sequence[str],
    cache: CacheChoice = USUAL,
) -> Iterator[Cell]:
    """Yield the context and the prices; `missing` says of each price why there is none."""
    context = "" if row.context is None else columns.context[row.context]
    yield Cell("figure", gettext("Context"), context, missing=gettext("Not reported"))
    prices = zip(prices_of(row, cache), columns.prices, PRICE_LABELS, missing, strict=False)
    for price, column, label, why in prices:
        yield price_cell(column[price], gettext(label), why)


def _region_cell(offering: Offering) -> Cell:
    provider = ProviderFacts(offering.provider.key, offering.provider.name)
    region = region_value(provider, offering.provider_model_id)
    text = "" if region == NOT_STATED else str(REGIONS[region])
    return Cell("text", gettext("Region"), text, gettext("Not stated"))


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
