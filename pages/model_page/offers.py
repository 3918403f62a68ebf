"""The table of a model's offers: one row each, with prices in USD per million tokens."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter, itemgetter
from types import MappingProxyType
from typing import TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext

from catalog.display.cells import TableCell
from catalog.display.money import tokens_text
from catalog.display.price_columns import PriceColumn, PriceText, price_column
from catalog.domain.prices import PriceState
from catalog.listing.stated import Stated
from catalog.listing.table_query import MODEL_OFFER_COLUMNS, VERSION_COLUMN, TableQuery
from catalog.models import Offering
from catalog.templatetags.display import status_word, web_address
from pages.corrections import CorrectionNote
from pages.model_page.offer_choice import OfferChoice
from pages.model_page.offer_notes import offer_notes

NO_CHANGES: Mapping[int, str] = {}
NO_CORRECTIONS: Mapping[int, list[CorrectionNote]] = MappingProxyType({})
NO_VERSIONS: Mapping[int, str] = MappingProxyType({})
NO_FACTS: Mapping[int, Stated] = MappingProxyType({})
USUAL = OfferChoice()
UNSTATED = Stated()
# The class of each cell, by which the stylesheet lays out a phone's two lines.
CSS = ("in", "out", "read", "write", "mix", "ctx", "rel", "chg", "sold", "where")
MOST_TAGS = 2  # on the line of an offer; further ones begin its line of notes
# A price of 0/0 is one only where the offering says that it is free; otherwise it is a filler.
STATED = frozenset({PriceState.PRICED, PriceState.FREE})


@dataclass(frozen=True, slots=True)
class OfferTag:
    """A word beside the provider's name; `css` is its colour, "" for the plain one."""

    text: str | Promise
    css: str


# A dictionary, not a dataclass, since a page looks up 400 of its values: a template tries
# `row["name"]` before `row.name`, which makes an attribute more than twice as expensive.
class OfferRow(TypedDict):
    """One offer as the table shows it; `documentation` is "" where there is no safe link.

    `tags` fit beside the provider's name, `more_tags` don't.
    """

    provider: str
    provider_url: str
    provider_model_id: str
    documentation: str
    withdrawn: bool
    tags: list[OfferTag]
    more_tags: list[OfferTag]
    cells: list[TableCell]
    notes: list[str]
    corrections: list[CorrectionNote]


def sorted_offers(
    query: TableQuery,
    offerings: Iterable[Offering],
    choice: OfferChoice = USUAL,
    facts: Mapping[int, Stated] = NO_FACTS,
) -> list[Offering]:
    """Sort offers as asked; in an order of prices, doubtful ones follow the others.

    The blended price is that of the choice, at the reader's own cache rate. `facts` are the sellers
    and regions of all offers, by their keys.
    """
    column = query.column.field
    if column in ("seller", "region"):
        return _by_fact(query, offerings, facts)
    rows = query.sorted(offerings)
    if column == "blended_price" and choice.cache_rate is not None:
        priced = [(choice.price(row) or Decimal(0), row) for row in rows if row.blended_price]
        priced.sort(key=itemgetter(0), reverse=query.descending)
        rows = [row for _price, row in priced] + [row for row in rows if not row.blended_price]
    if column.endswith("_price"):
        rows.sort(key=lambda row: (getattr(row, column) is None, bool(row.price_doubt)))
    return rows


def _by_fact(
    query: TableQuery, offerings: Iterable[Offering], facts: Mapping[int, Stated]
) -> list[Offering]:
    """Sort by seller or region as they read; what is not stated comes last."""
    text_of = attrgetter(f"{query.column.field}_text")
    named = [(str(text_of(facts[offering.pk])), offering) for offering in offerings]
    stated = [pair for pair in named if pair[0]]
    stated.sort(key=itemgetter(0), reverse=query.descending)
    return [row for _text, row in stated] + [row for text, row in named if not text]


def offer_rows(
    offerings: Iterable[Offering],
    recommended: int | None,
    versions: Mapping[int, str] = NO_VERSIONS,
    *,
    changed: Mapping[int, str] = NO_CHANGES,
    corrections: Mapping[int, list[CorrectionNote]] = NO_CORRECTIONS,
    announced: Mapping[int, list[CorrectionNote]] = NO_CORRECTIONS,
    facts: Mapping[int, Stated] = NO_FACTS,
    surcharges: Mapping[int, str] = NO_CHANGES,
    choice: OfferChoice = USUAL,
) -> list[OfferRow]:
    """Return a row for each offering; `recommended` is the key of the recommended one.

    With labels of versions by the key of their model, each row has a cell for its version, too.
    `changed` holds what changed at some offers since another day, `corrections` what editors
    decided about some, and `announced` what providers said of them, by their keys. `facts` tell
    where they are served and who sells them, `surcharges` what a region costs.
    """
    labels = [str(column.label) for column in MODEL_OFFER_COLUMNS[1:]]
    reasons, offerings = _reasons(), list(offerings)
    columns = zip(*(_prices(offering, choice) for offering in offerings), strict=True)
    prices = [price_column(column) for column in columns]
    rows = []
    for offering in offerings:
        fact = facts.get(offering.pk, UNSTATED)
        tags = [
            *_tags(offering, recommended=offering.pk == recommended),
            *_changed(offering.pk in changed),
        ]
        row = OfferRow(
            provider=offering.provider.name,
            provider_url=offering.provider.get_absolute_url(),
            provider_model_id=offering.provider_model_id,
            documentation=web_address(offering.provider.doc_url),
            withdrawn=offering.withdrawn_on is not None,
            tags=tags[:MOST_TAGS],
            more_tags=tags[MOST_TAGS:],
            cells=[
                *_version(offering, versions),
                *_cells(offering, labels, reasons, choice, prices),
                *_facts(fact, labels),
            ],
            notes=[
                *filter(None, [changed.get(offering.pk), surcharges.get(offering.pk)]),
                *offer_notes(offering),
            ],
            corrections=corrections.get(offering.pk, []) + announced.get(offering.pk, []),
        )
        rows.append(row)
    return rows


def _facts(facts: Stated, labels: Sequence[str]) -> Iterator[TableCell]:
    why = gettext("Not stated")
    yield TableCell(str(facts.seller_text), CSS[8], labels[8], why)
    yield TableCell(str(facts.region_text), CSS[9], labels[9], why)


def _changed(has_changed: bool) -> Iterator[OfferTag]:
    if has_changed:
        yield OfferTag(gettext("changed"), "caution")


def _version(offering: Offering, versions: Mapping[int, str]) -> Iterator[TableCell]:
    if versions:
        yield TableCell(versions[offering.model_id], "version", str(VERSION_COLUMN.label))


def _reasons() -> dict[str, str]:
    """Return why an offer has no price, in the reader's language, by price state."""
    return {
        PriceState.PRICED: gettext("Not reported"),
        PriceState.FREE: gettext("Listed as free"),
        PriceState.PLAN: gettext("Billed by subscription"),
        PriceState.UNKNOWN: gettext("No token price published"),
    }


def _tags(offering: Offering, *, recommended: bool) -> Iterator[OfferTag]:
    if recommended:
        yield OfferTag(gettext("recommended"), "good")
    if offering.price_state == PriceState.FREE:
        yield OfferTag(gettext("free"), "good")
    elif offering.price_state == PriceState.PLAN:
        yield OfferTag(gettext("plan"), "")
    elif offering.price_state == PriceState.UNKNOWN:
        yield OfferTag(gettext("unknown price"), "")
    elif offering.price_doubt:
        yield OfferTag(gettext("doubtful price"), "caution")
    if offering.corrected:
        yield OfferTag(gettext("corrected"), "caution")
    if offering.other_fees:
        yield OfferTag(gettext("other fees"), "caution")
    if offering.status:
        yield OfferTag(status_word(offering.status), "caution")


def _prices(offering: Offering, choice: OfferChoice) -> tuple[Decimal | None, ...]:
    """Return the prices that a row shows, in the order of its columns."""
    blended = choice.price(offering)
    if offering.price_state not in STATED:
        return None, None, None, None, blended
    return (
        *(offering.input_price, offering.output_price),
        *(offering.cache_read_price, offering.cache_write_price, blended),
    )


def _cells(
    offering: Offering,
    labels: Sequence[str],
    reasons: Mapping[str, str],
    choice: OfferChoice,
    columns: Sequence[PriceColumn],
) -> Iterator[TableCell]:
    """Yield the cells in the order of `MODEL_OFFER_COLUMNS`, from the prices to the last change.

    `columns` are the texts of each column of prices.
    """
    stated = offering.price_state in STATED
    why, silent = reasons[offering.price_state], reasons[PriceState.PRICED]
    why_cache = silent if stated else why
    prices, silences = _prices(offering, choice), (why, why, why_cache, why_cache, why)
    for place, (price, reason) in enumerate(zip(prices, silences, strict=True)):
        yield _price(CSS[place], columns[place][price], labels[place], reason)
    context = "" if offering.context is None else tokens_text(offering.context)
    yield TableCell(context, f"num {CSS[5]}", labels[5], silent)
    yield TableCell(offering.released, f"num {CSS[6]}", labels[6], silent)
    yield TableCell(offering.changed_on.isoformat(), f"num {CSS[7]}", labels[7], silent)


@lru_cache(maxsize=8192)  # few prices are unlike all others
def _price(css: str, price: PriceText, label: str, why: str) -> TableCell:
    return TableCell(price.text, f"num {css} {price.css}".rstrip(), label, why)
