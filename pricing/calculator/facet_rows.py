"""Offers as rows of the model list's facet index, so that the same facets filter both.

Prices, limits, status and capabilities are the offer's own; maker, family, release date and scores
are its model's. A text search finds an offer by its model.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from catalog.capabilities import CAPABILITIES
from catalog.domain.sellers import ProviderFacts
from catalog.listing.facets import FacetIndex
from catalog.listing.index import (
    ModelIndex,
    ModelRow,
    region_value,
    seller_value,
    shared_dict,
    word_set,
)

Capabilities = Mapping[str, bool | None]
# The place of the offer's model in the model index, and the offer as a row of `offer_row`.
PlacedRow = tuple[int, ModelRow]


def offer_facet_index(index: ModelIndex, offers: Iterable[PlacedRow]) -> FacetIndex:
    rows: list[ModelRow] = []
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place, (model, row) in enumerate(offers):
        places[model].append(place)
        rows.append(row)

    def find(words: str) -> list[int]:
        models = index.search_index.search(words).places
        return [place for model in models for place in places.get(model, ())]

    return FacetIndex(ModelIndex(tuple(rows), index.providers), find)


def offer_row(
    model: ModelRow,
    columns: Mapping[str, Any],
    capabilities: Capabilities,
    provider: ProviderFacts,
) -> ModelRow:
    state = columns["price_state"]
    region = region_value(provider, columns["provider_model_id"])
    return replace(
        model,
        status=columns["status"],
        context=columns["context"],
        input=columns["input_price"],
        output=columns["output_price"],
        blended=columns["blended_price"],
        input_modalities=word_set(tuple(columns["input_modalities"])),
        output_modalities=word_set(tuple(columns["output_modalities"])),
        capabilities=shared_dict(tuple(_row_capabilities(columns, capabilities))),
        provider_keys=word_set((columns["provider__key"],)),
        price_states=word_set((state,)),
        regions=word_set((region,)),
        sellers=word_set((seller_value(provider, model.maker, state),)),
    )


def _row_capabilities(
    columns: Mapping[str, Any], capabilities: Capabilities
) -> Iterator[tuple[str, bool | None]]:
    for capability in CAPABILITIES:
        if capability.least is None:
            yield capability.key, capabilities[capability.key]
        else:
            number = columns[capability.fact]
            yield capability.key, None if number is None else number >= capability.least
