"""Comparisons to start from, for the empty comparison page: popular models of different makers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import combinations

from django.utils.translation import gettext

from catalog.http import DataVersion
from catalog.listing.index import ModelRow, model_index
from pages.compare.paths import compare_url

RECENT = timedelta(days=365)  # older models are rarely compared any more
MAKERS = 3


CHEAP = Decimal(1)  # USD per million tokens, blended


@dataclass(frozen=True, slots=True)
class ExampleComparison:
    label: str
    url: str


def example_comparisons(data: DataVersion | None) -> list[ExampleComparison]:
    """Return each pair of the most offered recent models of the three most offered makers.

    "vs" is the same in both languages, as readers of Chinese write it, too.
    """
    models = _popular(data) if data else []
    return [
        ExampleComparison(_names(pair), compare_url(model.path for model in pair))
        for pair in combinations(models, 2)
    ]


def popular_sets(data: DataVersion | None) -> list[tuple[str, ExampleComparison]]:
    """Return what each set has in common, and the comparison of its models; at least two each."""
    if not data:
        return []
    sets = [
        (gettext("Most offered"), _popular(data)),
        (gettext("Open weights"), _popular(data, _is_open)),
        (gettext("Blended price under $1"), _popular(data, _is_cheap)),
        (gettext("Without open weights"), _popular(data, _is_closed)),
    ]
    # Two traits may choose the same models: those are listed once.
    shown: dict[str, tuple[str, ExampleComparison]] = {}
    for label, models in sets:
        if len(models) > 1:
            url = compare_url(model.path for model in models)
            shown.setdefault(url, (label, ExampleComparison(_names(models), url)))
    return list(shown.values())


def _names(models: Iterable[ModelRow]) -> str:
    return " vs ".join(model.label for model in models)


def _is_open(row: ModelRow) -> bool:
    return row.capabilities.get("open-weights") is True


def _is_cheap(row: ModelRow) -> bool:
    return row.blended is not None and row.blended < CHEAP


def _is_closed(row: ModelRow) -> bool:
    return row.capabilities.get("open-weights") is False


def _popular(
    data: DataVersion, wanted: Callable[[ModelRow], bool] = lambda _row: True
) -> list[ModelRow]:
    since = (data.day - RECENT).isoformat()
    recent = (
        row
        for row in model_index(data).rows
        if row.official and not row.deprecated and row.released >= since
        if row.blended is not None and wanted(row)
    )
    best: dict[str, ModelRow] = {}
    for row in sorted(recent, key=lambda row: (-row.provider_count, row.path)):
        best.setdefault(row.maker, row)
    return list(best.values())[:MAKERS]
