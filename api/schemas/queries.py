"""The parameters that endpoints share, as types."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from catalog.display.translation import gettext_noop as _

Limit = Annotated[int, Meta(ge=1, le=1000, description=_("Items per page."))]
AsOf = Annotated[date, Meta(description=_("Values that held on this day (UTC). Default: newest."))]
KnownOn = Annotated[
    date, Meta(description=_("Only data that had been fetched by the end of this day (UTC)."))
]
# PostgreSQL stores no NUL, so no text on record has one.
NO_NUL = r"^[^\u0000]*$"
ProviderId = Annotated[
    str, Meta(max_length=100, pattern=NO_NUL, description=_("Provider, such as openrouter."))
]
ModelPath = Annotated[
    str, Meta(max_length=301, pattern=NO_NUL, description=_("Model: MAKER/SLUG."))
]
ModelId = Annotated[
    str, Meta(max_length=300, pattern=NO_NUL, description=_("The provider's own model id."))
]
Cursor = Annotated[str, Meta(max_length=2000, description=_("`next` of the page before."))]


class Query(Struct, forbid_unknown_fields=True):
    """No parameter."""


class DatedQuery(Query):
    """The two dates that every endpoint takes."""

    as_of: AsOf | None = None
    known_on: KnownOn | None = None


class PagedQuery(DatedQuery):
    cursor: Cursor | None = None
    limit: Limit = 100
