"""The filters of /offers: those of /models, judged by each offer's own prices, limits and flags.

Maker, family, release date and scores are those of the offer's model, as in the calculator.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from api.fields import with_fields
from api.model_filters import FILTERS, filter_fields, read_filters
from api.offer_items import Key
from api.schemas.offers import Offer
from api.schemas.queries import ModelPath, PagedQuery, ProviderId
from catalog.http import DataVersion
from catalog.listing.facets import FilteredSet
from catalog.version_cache import per_version
from pricing.calculator.offer_table import offer_table

# They have a meaning of their own in this list, or none.
OWN = frozenset({"provider", "model", "sort"})


class _Own(PagedQuery):
    provider: ProviderId = ""
    model: ModelPath = ""


_Filters = msgspec.defstruct(
    "OffersQuery",
    [field for field in filter_fields() if field[2].name not in OWN],
    bases=(_Own,),
    kw_only=True,
    forbid_unknown_fields=True,
)
OffersQuery = with_fields(_Filters, Offer)


def has_filters(query: Any) -> bool:
    """Tell whether a query asks for more than a provider's or a model's offers."""
    values = zip(query.__struct_encode_fields__, msgspec.structs.astuple(query), strict=True)
    return any(value for name, value in values if name in FILTERS - OWN)


def matching_keys(query: Any, data: DataVersion, after: Key | None = None) -> Iterator[Key]:
    """Return the keys of the offers that match the filters and follow a key, in order.

    Raises NotFound for an unknown value.
    """
    table = offer_table(data)
    members = FilteredSet(table.facets, read_filters(query, table.facets, OWN).choice).members
    keys, places = _in_order(data)
    first = bisect_right(keys, after) if after else 0
    return (keys[n] for n in range(first, len(keys)) if places[n] in members)


@per_version()
def _in_order(data: DataVersion | None) -> tuple[tuple[Key, ...], Sequence[int]]:
    """Return the keys of all offers in order, and the place of each in the table."""
    offers = offer_table(data).offers
    ordered = sorted(
        ((offer.provider, offer.provider_model_id), place) for place, offer in enumerate(offers)
    )
    return tuple(key for key, _place in ordered), array("I", [place for _key, place in ordered])
