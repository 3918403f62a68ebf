"""The parameters of tables and of the list's filters, and their values in the data."""

from collections.abc import Iterable

from catalog.http import DataVersion
from catalog.listing.facets import FACETS, KIND, RANGES, FacetIndex, facet_index
from catalog.listing.list_query import BEST_MATCH, EVERY_KIND, SINCE, every_column
from catalog.listing.table_query import TableColumn
from catalog.parameters import NUMBER, Parameters
from catalog.version_cache import per_version


def table_parameters(columns: Iterable[TableColumn]) -> Parameters:
    """Return the parameters of a table with these columns."""
    return {"sort": {f"{sign}{one.key}" for one in columns for sign in ("", "-")}, "page": NUMBER}


def filter_parameters(facets: FacetIndex) -> Parameters:
    """Return the filters that a page with these facets has; wrong bounds are told beside them."""
    values = {facet.key: {*facets.values[facet.key], *(facet.names or ())} for facet in FACETS}
    values[KIND].add(EVERY_KIND)
    bounds = [f"{ranged.key}-{end}" for ranged in RANGES for end in ("min", "max")]
    return {
        **values,
        **dict.fromkeys(("q", "do", *bounds)),
        "since": SINCE,
        "more": {facet.key for facet in FACETS},
        "page": NUMBER,
        **{f"score-{rubric}": NUMBER for rubric in facets.rubrics},
    }


@per_version()
def list_filters(data: DataVersion | None) -> Parameters:
    """Return the filters of pages about models."""
    return filter_parameters(facet_index(data))


@per_version()
def list_parameters(data: DataVersion | None) -> Parameters:
    """Return the parameters of the list of models: filters, columns and order."""
    columns = every_column(facet_index(data))
    orders = {f"{sign}{key}" for key in columns for sign in ("", "-")} | {BEST_MATCH}
    return {**list_filters(data), "col": set(columns), "sort": orders}
