"""The rows of the list of models in the columns that the visitor chose, as plain values."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from django.urls import reverse
from django.utils.translation import gettext

from catalog.display.money import tokens_text
from catalog.listing.columns import ListColumn
from catalog.listing.facets import FACET_BY_KEY
from catalog.listing.index import ModelRow
from catalog.models import family_url, fee_texts
from catalog.templatetags.display import comma
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
from scoring.templatetags.scores import rubric_label

PRICES = frozenset({"price", "trend"})


def no_tags(_model: ModelRow) -> list[Tag]:
    return []


def result_rows(
    models: Iterable[ModelRow],
    columns: Sequence[ListColumn],
    tags_of: Callable[[ModelRow], list[Tag]] = no_tags,
) -> list[Row]:
    """Return a row per model with a cell per column; the first column is the linked name.

    `tags_of` returns what else to say beside the name.
    """
    not_reported, unpriced = gettext("Not reported"), gettext("No token price published")
    doubtful = gettext("All published token prices are doubtful")
    # Labels are translated once per page, not once per cell.
    labelled = [
        (column, column_label(column), unpriced if is_price else not_reported, is_price)
        for column in columns[1:]
        for is_price in [column.kind in PRICES]
    ]
    return [
        Row(
            model.url,
            model.label,
            [
                _cell(model, column, label, doubtful if model.only_doubtful and is_price else why)
                for column, label, why, is_price in labelled
            ],
            [
                *version_tags(model.versions),
                *deprecated_tags(deprecated=model.deprecated),
                *fee_tags(fee_texts(model.fees)),
                *tags_of(model),
            ],
        )
        for model in models
    ]


def column_label(column: ListColumn) -> str:
    """Return a column's label; that of a score is its rubric's, which `catalog` cannot import."""
    return rubric_label(column.rubric) if column.rubric else str(column.label)


def _cell(model: ModelRow, column: ListColumn, label: str, missing: str) -> Cell:
    if column.kind == "maker":
        return Cell("link", text=model.maker_name, url=reverse("maker", args=[model.maker]))
    if column.kind == "family":
        return _family_cell(model, label, missing)
    return (
        _words_cell(model, column, label)
        if column.kind == "words"
        else _value_cell(model, column, label, missing)
    )


def _words_cell(model: ModelRow, column: ListColumn, label: str) -> Cell:
    """Return what the offers state, in the order of the facet."""
    stated = column.value_of(model).split()
    names = (FACET_BY_KEY[column.key].names or {}).items()
    texts = comma().join(str(name) for key, name in names if key in stated)
    return Cell("text", label, texts, gettext("Not stated"))


def _value_cell(model: ModelRow, column: ListColumn, label: str, missing: str) -> Cell:
    value: Any = column.value_of(model)
    if column.kind == "price":
        return price_cell(value, label, missing)
    if column.kind == "trend":
        return trend_cell(model.trend, label, missing if value is None else "")
    if column.kind == "flag":
        return Cell("flag", label, flag=value)
    return Cell("figure", label, _figure_text(value, column.kind), missing=missing)


def _family_cell(model: ModelRow, label: str, missing: str) -> Cell:
    url = family_url(model.maker, model.family)
    kind: Literal["link", "text"] = "link" if url else "text"
    return Cell(kind, label, model.family, missing, url=url)


def _figure_text(value: Any, kind: str) -> str:
    if value is None:
        return ""
    return tokens_text(value) if kind == "tokens" else str(value)
