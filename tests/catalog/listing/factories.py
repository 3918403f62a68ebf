"""Rows of a model index without a database, with defaults for what a test does not state."""

from typing import Any

from django.http import QueryDict

from catalog.capabilities import CAPABILITIES
from catalog.domain.sellers import ProviderFacts
from catalog.listing.facets import FacetIndex
from catalog.listing.index import ModelIndex, ModelRow
from catalog.listing.list_query import ListQuery, read_list_query
from catalog.listing.results import ListResults


def make_row(path: str = "meta/llama", **facts: Any) -> ModelRow:
    """Make a row; `capabilities` are those that are reported."""
    maker, _slash, slug = path.partition("/")
    names = {"path": path, "name": slug.title(), "maker": maker, "maker_name": maker.title()}
    reported = facts.pop("capabilities", {})
    unknown: dict[str, Any] = {
        **dict.fromkeys(("label", "family", "released", "knowledge", "status"), ""),
        **dict.fromkeys(("context", "max_output", "input", "output", "blended", "trend")),
        **dict.fromkeys(("input_modalities", "output_modalities", "provider_keys"), frozenset()),
        "official": True,
        "provider_count": 1,
        "offering_count": 1,
        "scores": {},
        "price_states": frozenset(),
        "provider_model_ids": (),
    }
    flags = {c.key: reported.get(c.key) for c in CAPABILITIES}
    return ModelRow(**unknown | names | facts, capabilities=flags)


def make_facets(*rows: ModelRow, **provider_names: str) -> FacetIndex:
    providers = {key: ProviderFacts(key, name) for key, name in provider_names.items()}
    return FacetIndex(ModelIndex(rows, providers))


def read(facets: FacetIndex, query: str = "") -> ListQuery:
    return read_list_query(QueryDict(query), facets)


def results_of(facets: FacetIndex, query: str = "") -> ListResults:
    return ListResults(facets, read(facets, query))
