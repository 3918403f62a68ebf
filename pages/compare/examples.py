"""Comparisons to start from, for the empty comparison page: popular models of different makers."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from catalog.http import DataVersion
from catalog.listing.index import ModelRow, model_index
from pages.compare.paths import compare_url

RECENT = timedelta(days=365)  # older models are rarely compared any more
MAKERS = 3


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
        ExampleComparison(
            " vs ".join(model.label for model in pair), compare_url(model.path for model in pair)
        )
        for pair in combinations(models, 2)
    ]


def _popular(data: DataVersion) -> list[ModelRow]:
    since = (data.day - RECENT).isoformat()
    recent = (
        row
        for row in model_index(data).rows
        if row.official and row.released >= since and row.blended is not None
    )
    best: dict[str, ModelRow] = {}
    for row in sorted(recent, key=lambda row: (-row.provider_count, row.path)):
        best.setdefault(row.maker, row)
    return list(best.values())[:MAKERS]
