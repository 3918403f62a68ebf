"""The facts on which models are compared, and the best value of each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.display.money import distinct_price_texts, distinct_tokens_texts
from catalog.domain.best import best_of, differ
from catalog.domain.prices import PriceState
from catalog.templatetags.display import modalities
from pages.compare.columns import ComparedColumn

# Elsewhere a stored price of 0 is a placeholder of the feed, not a price.
PUBLISHED = frozenset({PriceState.PRICED, PriceState.FREE})


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """One fact: how to read it from a column, and how to show it.

    `better` is min or max where one direction is better for every reader.
    """

    label: str | Promise
    value_of: Callable[[ComparedColumn], Any]
    kind: str = "text"
    better: Callable[[Iterable[Any]], Any] | None = None


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """One model's value; `text` is "" where it is not reported. Flags are drawn by `value`."""

    value: Any
    text: str
    best: bool


@dataclass(frozen=True, slots=True)
class ComparedFactRow:
    """One fact of every model; "not reported" differs from any value."""

    label: str | Promise
    kind: str
    cells: tuple[ComparedCell, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class ComparedFactGroup:
    label: str | Promise
    rows: tuple[ComparedFactRow, ...]


def _price(name: str) -> Callable[[ComparedColumn], Decimal | None]:
    def read(column: ComparedColumn) -> Decimal | None:
        offering = column.offering
        if offering is None or offering.price_state not in PUBLISHED:
            return None
        price: Decimal | None = getattr(offering, name)
        return price

    return read


def _fact(name: str) -> Callable[[ComparedColumn], Any]:
    return lambda column: getattr(column.model, name)


GROUPS: tuple[tuple[str | Promise, tuple[ComparedFact, ...]], ...] = (
    (
        _("Prices ($ per 1M tokens)"),
        (
            ComparedFact(_("Input"), _price("input_price"), "price", min),
            ComparedFact(_("Output"), _price("output_price"), "price", min),
            ComparedFact(_("Blended"), _price("blended_price"), "price", min),
            ComparedFact(_("Cache read"), _price("cache_read_price"), "price", min),
            ComparedFact(_("Cache write"), _price("cache_write_price"), "price", min),
        ),
    ),
    (
        _("Limits and availability"),
        (
            ComparedFact(_("Context"), _fact("context"), "tokens", max),
            ComparedFact(_("Max output"), _fact("max_output"), "tokens", max),
            ComparedFact(_("Providers"), _fact("provider_count"), "number", max),
            ComparedFact(_("Offers"), _fact("channel_count"), "number"),
            ComparedFact(_("Released"), _fact("released")),
            ComparedFact(_("Knowledge cutoff"), _fact("knowledge")),
            ComparedFact(_("Family"), _fact("family")),
            ComparedFact(_("Official (not a derivative)"), _fact("official"), "flag"),
        ),
    ),
    (
        _("Capabilities"),
        (
            ComparedFact(_("Tool calling"), _fact("tool_calling"), "flag"),
            ComparedFact(_("Structured output"), _fact("structured_output"), "flag"),
            ComparedFact(_("Reasoning"), _fact("reasoning"), "flag"),
            ComparedFact(_("Temperature control"), _fact("temperature"), "flag"),
            ComparedFact(_("Prompt caching"), _fact("prompt_caching"), "flag"),
            ComparedFact(_("Attachments"), _fact("attachment"), "flag"),
            ComparedFact(_("Open weights"), _fact("open_weights"), "flag"),
            ComparedFact(_("Input modalities"), _fact("input_modalities"), "list"),
            ComparedFact(_("Output modalities"), _fact("output_modalities"), "list"),
        ),
    ),
)


def _comparable(fact: ComparedFact, column: ComparedColumn) -> Any:
    """Return the value that competes for the best: a doubtful price does not."""
    doubtful = fact.kind == "price" and column.offering and column.offering.price_doubt
    return None if doubtful else fact.value_of(column)


def fact_groups(
    columns: Sequence[ComparedColumn], *, only_differences: bool = False
) -> list[ComparedFactGroup]:
    """Return the rows of the comparison in groups; groups without a row are left out."""
    groups = []
    for label, facts in GROUPS:
        rows = (_row(fact, columns) for fact in facts)
        shown = tuple(row for row in rows if row.differs or not only_differences)
        if shown:
            groups.append(ComparedFactGroup(label, shown))
    return groups


def _row(fact: ComparedFact, columns: Sequence[ComparedColumn]) -> ComparedFactRow:
    values = [fact.value_of(column) for column in columns]
    best = best_of([_comparable(fact, column) for column in columns], fact.better)
    cells = (
        ComparedCell(value, text, is_best)
        for value, text, is_best in zip(values, _texts(fact.kind, values), best, strict=True)
    )
    return ComparedFactRow(fact.label, fact.kind, tuple(cells), differ(values))


def _texts(kind: str, values: Sequence[Any]) -> list[str]:
    """Return the values as texts of which two are alike only where the values are."""
    if kind == "price":
        prices = distinct_price_texts(values)
        return [prices.get(value, "") for value in values]
    if kind == "tokens":
        counts = distinct_tokens_texts(values)
        return [counts.get(value, "") for value in values]
    return [_text(kind, value) for value in values]


def _text(kind: str, value: Any) -> str:
    # 0 is a value: it equals none of these.
    if value in (None, "", []):
        return ""
    return modalities(value) if kind == "list" else str(value)
