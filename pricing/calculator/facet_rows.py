"""Channels as rows of the list of models, so that the same facets narrow both.

What a channel says of itself stands in place of what its model does; the maker, the family, the
release and the scores are the model's, and words find a channel by its model.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from sys import intern
from typing import Any

from catalog.capabilities import CAPABILITIES
from catalog.listing.facets import FacetIndex
from catalog.listing.index import ModelIndex, ModelRow

Offered = tuple[int, Mapping[str, Any], Mapping[str, bool | None]]


def offer_facet_index(index: ModelIndex, offered: Iterable[Offered]) -> FacetIndex:
    """Return what channels can be narrowed by; each is given with its model's place in the index,
    its columns, and what it can."""
    rows: list[ModelRow] = []
    channels: defaultdict[int, list[int]] = defaultdict(list)
    for place, (model, columns, stated) in enumerate(offered):
        channels[model].append(place)
        rows.append(channel_row(index.rows[model], columns, stated))

    def find(words: str) -> list[int]:
        found = index.search_index.search(words).places
        return [place for model in found for place in channels.get(model, ())]

    return FacetIndex(ModelIndex(tuple(rows), index.provider_names), find)


def channel_row(
    model: ModelRow, columns: Mapping[str, Any], stated: Mapping[str, bool | None]
) -> ModelRow:
    return replace(
        model,
        status=columns["status"],
        context=columns["context"],
        input=columns["input_price"],
        output=columns["output_price"],
        blended=columns["blended_price"],
        input_modalities=kinds(tuple(columns["input_modalities"])),
        output_modalities=kinds(tuple(columns["output_modalities"])),
        capabilities=dict(_capabilities(columns, stated)),
        provider_keys=one_of(columns["provider__key"]),
        price_states=one_of(columns["price_state"]),
    )


def _capabilities(
    columns: Mapping[str, Any], stated: Mapping[str, bool | None]
) -> Iterator[tuple[str, bool | None]]:
    for capability in CAPABILITIES:
        if capability.least is None:
            yield capability.key, stated[capability.key]
        else:
            figure = columns[capability.fact]
            yield capability.key, figure if figure is None else figure >= capability.least


@lru_cache(maxsize=1024)
def kinds(modalities: Sequence[str]) -> frozenset[str]:
    return frozenset(map(intern, modalities))


@lru_cache(maxsize=4096)
def one_of(word: str) -> frozenset[str]:
    return frozenset({intern(word)})
