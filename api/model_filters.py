"""The filters of /models: those of the list of models, made from its tables of facets and ranges.

A page drops what it cannot read; here it is an error, since a filter that is left out unnoticed
gives a wrong list. Several values of one filter are separated by commas.
"""

from typing import Annotated, Any

import msgspec
from django.http import QueryDict
from msgspec import Meta

from api.problems import NotFound
from api.schemas.queries import NO_NUL, PagedQuery
from catalog.display.translation import gettext_noop as _
from catalog.listing.bitset import BitSet
from catalog.listing.columns import COLUMNS
from catalog.listing.facets import FACETS, RANGES, FacetIndex
from catalog.listing.list_query import BEST_MATCH, ListQuery, read_list_query
from catalog.models import MovedModel
from scoring.rules import RUBRICS

Values = Annotated[str, Meta(max_length=2000, description=_("Values, separated by commas."))]
Bound = Annotated[
    str, Meta(pattern=r"^\d{1,12}(\.\d{1,9})?$", description=_("Number; the bound is included."))
]
Points = Annotated[str, Meta(pattern=r"^([1-9]\d?|100)$", description=_("Lowest score, 1 to 100."))]
Words = Annotated[str, Meta(max_length=200, description=_("Words of the name, maker or ID."))]
Paths = Annotated[
    str, Meta(max_length=4000, pattern=NO_NUL, description=_("MAKER/SLUG, several by commas."))
]
Since = Annotated[
    str,
    Meta(
        pattern=r"^(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        description=_("Released on this day or later."),
    ),
]

ORDERS = [column.key for column in COLUMNS] + [f"score-{rubric.key}" for rubric in RUBRICS]
Sort = Annotated[
    str,
    Meta(
        pattern=f"^(?:{BEST_MATCH}|-?(?:{'|'.join(ORDERS)}))$",
        description=_("Order: a column of the list, - for descending, or match. Default: path."),
    ),
]


def filter_fields() -> list[tuple[str, Any, Any]]:
    """Return name, type and default of each filter, as `msgspec.defstruct` takes them."""
    types = {facet.key: Values for facet in FACETS}
    types |= {f"{ranged.key}-{end}": Bound for ranged in RANGES for end in ("min", "max")}
    types |= {f"score-{rubric.key}": Points for rubric in RUBRICS}
    types |= {"q": Words, "since": Since, "model": Paths, "sort": Sort}
    return [
        (name.replace("-", "_"), kind | None, msgspec.field(default=None, name=name))
        for name, kind in types.items()
    ]


ModelsQuery = msgspec.defstruct(
    "ModelsQuery", filter_fields(), bases=(PagedQuery,), kw_only=True, forbid_unknown_fields=True
)


def read_filters(
    query: Any, facets: FacetIndex, leaving_out: frozenset[str] = frozenset()
) -> ListQuery:
    """Return the list query that the filters amount to. Raises NotFound for an unknown value.

    `leaving_out` names parameters that are no filters of the caller's list.
    """
    parameters = QueryDict(mutable=True)
    for name, typed in zip(
        query.__struct_encode_fields__, msgspec.structs.astuple(query), strict=True
    ):
        if name in FILTERS - leaving_out and typed:
            parameters.setlist(name, typed.split(",") if name in FACET_NAMES else [typed])
    list_query = read_list_query(parameters, facets)
    for name in FACET_NAMES & parameters.keys():
        unknown = set(parameters.getlist(name)).difference(list_query.choice.values.get(name, ()))
        if unknown:
            raise NotFound(f"Unknown {name}: {min(unknown)[:100]}")
    return list_query


def named_models(query: Any, facets: FacetIndex) -> BitSet | None:
    """Return the rows of the models that `model` names, None without it; an id may be a former one.

    Raises NotFound for one that is none.
    """
    if not query.model:
        return None
    places = facets.index.places
    paths = set(query.model.split(","))
    former = MovedModel.objects.targets(paths - places.keys())
    present = {former.get(path, path) for path in paths}
    if unknown := present - places.keys():
        raise NotFound(f"Unknown model: {min(unknown)[:100]}", "Search with /models?q=WORDS.")
    return BitSet.of(places[path] for path in present)


FACET_NAMES = {facet.key for facet in FACETS}
FILTERS = {field[2].name for field in filter_fields()}
