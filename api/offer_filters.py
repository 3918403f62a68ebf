"""The filters of /offers: those of /models, judged by each offer's own prices, limits and flags.

Maker, family, release date and scores are those of the offer's model, as in the calculator.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from api.model_filters import FILTERS, filter_fields, read_filters
from api.offer_items import FIELDS, Key
from api.schemas.queries import ModelPath, PagedQuery, ProviderId
from catalog.display.translation import gettext_noop as _
from catalog.http import DataVersion
from catalog.listing.facets import FilteredSet
from pricing.calculator.offer_table import offer_table

NAMES = "|".join(FIELDS)
OfferFields = Annotated[
    str,
    Meta(
        max_length=1000,
        pattern=f"^(?:{NAMES})(?:,(?:{NAMES}))*$",
        description=_("Fields to answer, separated by commas; the others are left out."),
    ),
]
# They have a meaning of their own in this list, or none.
OWN = frozenset({"provider", "model", "sort"})


class _Own(PagedQuery):
    fields: OfferFields | None = None
    provider: ProviderId = ""
    model: ModelPath = ""


OffersQuery = msgspec.defstruct(
    "OffersQuery",
    [field for field in filter_fields() if field[2].name not in OWN],
    bases=(_Own,),
    kw_only=True,
    forbid_unknown_fields=True,
)


def has_filters(query: Any) -> bool:
    """Tell whether a query asks for more than a provider's or a model's offers."""
    values = zip(query.__struct_encode_fields__, msgspec.structs.astuple(query), strict=True)
    return any(value for name, value in values if name in FILTERS - OWN)


def matching_keys(query: Any, data: DataVersion) -> list[Key]:
    """Return the keys of the offers that match the filters, in order.

    Raises NotFound for an unknown value.
    """
    table = offer_table(data)
    members = FilteredSet(table.facets, read_filters(query, table.facets, OWN).choice).members
    keys = ((table.offers[place].provider, table.offers[place]) for place in members)
    return sorted((provider, offer.provider_model_id) for provider, offer in keys)
