"""The state of the price explorer: what is on the x axis, and the filters of the model list."""

from dataclasses import replace

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.domain.kinds import ModelKind
from catalog.domain.records import DEPRECATED
from catalog.listing.cache_choice import CacheChoice
from catalog.listing.facets import STATUSES, FacetIndex
from catalog.listing.list_query import ListQuery, read_list_query
from scoring.rules import RUBRICS

USUAL = CacheChoice()
STATUS = "status"
DEFAULT_AXIS = "context"
# By axis, the kind of its figures; see `scatter.X_AXES`.
KINDS = {"context": "tokens", "released": "day", **{rubric.key: "score" for rubric in RUBRICS}}


def axis_labels() -> dict[str, str | Promise]:
    """Return the axes to choose from with their names, in their order."""
    scores = {rubric.key: gettext(rubric.label) for rubric in RUBRICS}
    return {"context": _("Context window"), "released": _("Release date"), **scores}


def asks_for_deprecated(query: ListQuery) -> bool:
    """Tell whether a filter asks for deprecated models; unless one does, they compete with none."""
    return DEPRECATED in query.choice.values.get(STATUS, ())


def deprecated_too(query: ListQuery) -> ListQuery:
    """Return the query with models of every status."""
    values = {**query.choice.values, STATUS: tuple(sorted(STATUSES))}
    return replace(query, choice=replace(query.choice, values=values), page=1)


def read_explore_query(
    given: QueryDict, sets: FacetIndex, cache: CacheChoice = USUAL
) -> tuple[str, ListQuery]:
    """Return the x axis and the filters; an unknown axis is the default one, never an error.

    What the reader says of caching stays in the URL beside them.
    """
    requested = given.get("x", "")
    axis = requested if requested in KINDS else DEFAULT_AXIS
    read = read_list_query(given, sets, ModelKind.CHAT)
    besides = (("x", axis),) if axis != DEFAULT_AXIS else ()
    # The list's own sort order and columns have no place in the explorer's URL.
    return axis, ListQuery(
        read.choice,
        page=read.page,
        more=read.more,
        wrong=read.wrong,
        besides=(*besides, *cache.cache_pairs),
        default_kind=read.default_kind,
    )
