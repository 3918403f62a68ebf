"""The filters of /models: those of the list of models, made from its tables of facets and ranges.

A page drops what it cannot read; here it is an error, since a filter that is left out unnoticed
gives a wrong list. Several values of one filter are separated by commas.
"""

from typing import Annotated, Any

import msgspec
from django.http import QueryDict
from msgspec import Meta

from api.problems import NotFound
from api.schemas import PagedQuery
from catalog.display.translation import gettext_noop as _
from catalog.listing.facets import FACETS, RANGES, FacetIndex
from catalog.listing.list_query import ListQuery, read_list_query
from scoring.rules import RUBRICS

Values = Annotated[str, Meta(max_length=2000, description=_("Values, separated by commas."))]
Bound = Annotated[
    str, Meta(pattern=r"^\d{1,12}(\.\d{1,9})?$", description=_("Number; the bound is included."))
]
Points = Annotated[str, Meta(pattern=r"^([1-9]\d?|100)$", description=_("Lowest score, 1 to 100."))]
Words = Annotated[str, Meta(max_length=200, description=_("Words of the name, maker or ID."))]
Since = Annotated[
    str,
    Meta(
        pattern=r"^(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        description=_("Released on this day or later."),
    ),
]


def _fields() -> list[tuple[str, Any, Any]]:
    """Return name, type and default of each filter, as `msgspec.defstruct` takes them."""
    types = {facet.key: Values for facet in FACETS}
    types |= {f"{ranged.key}-{end}": Bound for ranged in RANGES for end in ("min", "max")}
    types |= {f"score-{rubric.key}": Points for rubric in RUBRICS}
    types |= {"q": Words, "since": Since}
    return [
        (name.replace("-", "_"), kind | None, msgspec.field(default=None, name=name))
        for name, kind in types.items()
    ]


ModelsQuery = msgspec.defstruct(
    "ModelsQuery", _fields(), bases=(PagedQuery,), kw_only=True, forbid_unknown_fields=True
)


def read_filters(query: Any, facets: FacetIndex) -> ListQuery:
    """Return the list query that the filters amount to. Raises NotFound for an unknown value."""
    parameters = QueryDict(mutable=True)
    for name, typed in zip(
        query.__struct_encode_fields__, msgspec.structs.astuple(query), strict=True
    ):
        if name in FILTERS and typed:
            parameters.setlist(name, typed.split(",") if name in FACET_NAMES else [typed])
    list_query = read_list_query(parameters, facets)
    for name in FACET_NAMES & parameters.keys():
        unknown = set(parameters.getlist(name)).difference(list_query.choice.values.get(name, ()))
        if unknown:
            raise NotFound(f"Unknown {name}: {min(unknown)[:100]}")
    return list_query


FACET_NAMES = {facet.key for facet in FACETS}
FILTERS = {field[2].name for field in _fields()}
