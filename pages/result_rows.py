"""The rows of the list of models in the columns that the visitor chose, as plain values."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal

from django.urls import reverse
from django.utils.translation import gettext

from catalog.display.money import distinct_tokens_texts
from catalog.display.price_columns import price_column
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
    several = list(models)
    # By column, since a figure is written so that it differs from the others of its column.
    cells = [list(_column(several, column)) for column in columns[1:]]
    return [
        Row(
            model.url,
            model.label,
            [column[place] for column in cells],
            [
                *version_tags(model.versions),
                *deprecated_tags(deprecated=model.deprecated),
                *fee_tags(fee_texts(model.fees)),
                *tags_of(model),
            ],
        )
        for place, model in enumerate(several)
    ]


def column_label(column: ListColumn) -> str:
    """Return a column's label; that of a score is its rubric's, which `catalog` cannot import."""
    return rubric_label(column.rubric) if column.rubric else str(column.label)


def _column(models: Sequence[ModelRow], column: ListColumn) -> Iterator[Cell]:
    """Yield the cells of a column; its label is translated once, not once per cell."""
    label, missing = column_label(column), gettext("Not reported")
    if column.kind in PRICES:
        return _price_cells(models, column, label)
    if column.kind == "tokens":
        texts = distinct_tokens_texts(map(column.value_of, models))
        counts = map(column.value_of, models)
        return (Cell("figure", label, texts.get(count, ""), missing) for count in counts)
    return (_cell(model, column, label, missing) for model in models)


def _price_cells(models: Sequence[ModelRow], column: ListColumn, label: str) -> Iterator[Cell]:
    unpriced = gettext("No token price published")
    doubtful = gettext("All published token prices are doubtful")
    values = list(map(column.value_of, models))
    prices = price_column(values) if column.kind == "price" else {}
    for model, value in zip(models, values, strict=True):
        missing = doubtful if model.only_doubtful else unpriced
        if column.kind == "price":
            yield price_cell(prices[value], label, missing)
        else:
            yield trend_cell(model.trend, label, missing if value is None else "")


def _cell(model: ModelRow, column: ListColumn, label: str, missing: str) -> Cell:
    if column.kind == "maker":
        return Cell("link", text=model.maker_name, url=reverse("maker", args=[model.maker]))
    if column.kind == "family":
        return _family_cell(model, label, missing)
    if column.kind == "words":
        return _words_cell(model, column, label)
    value: Any = column.value_of(model)
    if column.kind == "flag":
        return Cell("flag", label, flag=value)
    return Cell("figure", label, "" if value is None else str(value), missing)


def _words_cell(model: ModelRow, column: ListColumn, label: str) -> Cell:
    """Return what the offers state, in the order of the facet."""
    stated = column.value_of(model).split()
    names = (FACET_BY_KEY[column.key].names or {}).items()
    texts = comma().join(str(name) for key, name in names if key in stated)
    return Cell("text", label, texts, gettext("Not stated"))


def _family_cell(model: ModelRow, label: str, missing: str) -> Cell:
    url = family_url(model.maker, model.family)
    kind: Literal["link", "text"] = "link" if url else "text"
    return Cell(kind, label, model.family, missing, url=url)
