"""The table of a model's offers: one row each, with prices in USD per million tokens."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext

from catalog.display.cells import TableCell
from catalog.display.money import distinct_price_texts, tokens_text
from catalog.domain.prices import PriceState
from catalog.listing.facets import REGIONS, SELLERS
from catalog.listing.table_query import MODEL_OFFER_COLUMNS, VERSION_COLUMN, TableQuery
from catalog.models import Offering
from catalog.templatetags.display import in_line, status_word, web_address
from pages.corrections import CorrectionNote
from pages.model_page.offer_choice import OfferChoice
from pages.model_page.offer_facts import OfferFacts
from pages.model_page.offer_notes import offer_notes

# A dash stands where the decimal point of a price would: four decimals further left.
NO_PRICE = "num p4"
# A price of 0/0 is one only where the offering says that it is free; otherwise it is a filler.
NO_CHANGES: Mapping[int, str] = {}
NO_CORRECTIONS: Mapping[int, list[CorrectionNote]] = MappingProxyType({})
NO_VERSIONS: Mapping[int, str] = MappingProxyType({})
NO_FACTS: Mapping[int, OfferFacts] = MappingProxyType({})
USUAL = OfferChoice()
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

    `seller` is the kind of seller, "" where it is not stated.
    """

    provider: str
    provider_url: str
    provider_model_id: str
    documentation: str
    seller: str | Promise
    withdrawn: bool
    tags: list[OfferTag]
    cells: list[TableCell]
    notes: list[str]
    corrections: list[CorrectionNote]


def sorted_offers(
    query: TableQuery, offerings: Iterable[Offering], choice: OfferChoice = USUAL
) -> list[Offering]:
    """Sort offers as asked; in an order of prices, doubtful ones follow the others.

    The blended price is that of the choice, at the reader's own cache rate.
    """
    rows, column = query.sorted(offerings), query.column.field
    if column == "blended_price" and choice.cache_rate is not None:
        priced = [(choice.price(row) or Decimal(0), row) for row in rows if row.blended_price]
        priced.sort(key=itemgetter(0), reverse=query.descending)
        rows = [row for _price, row in priced] + [row for row in rows if not row.blended_price]
    if column.endswith("_price"):
        rows.sort(key=lambda row: (getattr(row, column) is None, bool(row.price_doubt)))
    return rows


def offer_rows(
    offerings: Iterable[Offering],
    recommended: int | None,
    versions: Mapping[int, str] = NO_VERSIONS,
    *,
    changed: Mapping[int, str] = NO_CHANGES,
    corrections: Mapping[int, list[CorrectionNote]] = NO_CORRECTIONS,
    announced: Mapping[int, list[CorrectionNote]] = NO_CORRECTIONS,
    facts: Mapping[int, OfferFacts] = NO_FACTS,
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
    texts = [distinct_price_texts(column) for column in columns]
    return [
        OfferRow(
            provider=offering.provider.name,
            provider_url=offering.provider.get_absolute_url(),
            provider_model_id=offering.provider_model_id,
            documentation=web_address(offering.provider.doc_url),
            seller=_seller(facts.get(offering.pk)),
            withdrawn=offering.withdrawn_on is not None,
            tags=[
                *_tags(offering, recommended=offering.pk == recommended),
                *_region(facts.get(offering.pk)),
                *_changed(offering.pk in changed),
            ],
            cells=[
                *_version(offering, versions),
                *_cells(offering, labels, reasons, choice, texts),
            ],
            notes=[
                *filter(None, [changed.get(offering.pk), surcharges.get(offering.pk)]),
                *offer_notes(offering),
            ],
            corrections=corrections.get(offering.pk, []) + announced.get(offering.pk, []),
        )
        for offering in offerings
    ]


def _seller(facts: OfferFacts | None) -> str | Promise:
    return SELLERS[facts.seller_value] if facts and facts.seller else ""


def _region(facts: OfferFacts | None) -> Iterator[OfferTag]:
    if facts and facts.region:
        yield OfferTag(REGIONS[facts.region_value], "")


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
    texts: Sequence[Mapping[Decimal, str]],
) -> Iterator[TableCell]:
    """Yield the cells in the order of `MODEL_OFFER_COLUMNS`, without the provider."""
    stated = offering.price_state in STATED
    why, silent = reasons[offering.price_state], reasons[PriceState.PRICED]
    why_cache = silent if stated else why
    shown = zip(_prices(offering, choice), labels, texts, strict=False)
    for (price, label, own), reason in zip(
        shown, (why, why, why_cache, why_cache, why), strict=True
    ):
        yield _price("" if price is None else own[price], label, reason)
    context = "" if offering.context is None else tokens_text(offering.context)
    yield TableCell(context, "num", labels[5], silent)
    yield TableCell(offering.released, "num", labels[6], silent)
    yield TableCell(offering.changed_on.isoformat(), "num", labels[7], silent)


@lru_cache(maxsize=8192)  # few prices are unlike all others, and formatting one costs 5 µs
def _price(text: str, label: str, why: str) -> TableCell:
    if not text:
        return TableCell("", NO_PRICE, label, why)
    return TableCell(text, f"num {in_line(text)}", label)
