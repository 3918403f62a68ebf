"""/check: whether model ids are still offered, for programs that must not break."""

from http import HTTPStatus
from typing import Annotated, Any

from dmr import Body, Query, modify
from msgspec import Meta, Struct

from api.controller import ApiController, data_of
from api.fields import with_fields
from api.model_check import check_models
from api.schemas.checks import CheckedId
from api.schemas.envelopes import Page
from api.schemas.queries import NO_NUL, DatedQuery
from catalog.display.translation import gettext_noop as _

MAX_IDS = 4000
Id = Annotated[str, Meta(min_length=1, max_length=300, pattern=NO_NUL)]


# An id is at least one character that is neither a comma nor a space.
SOME_ID = r"^[^\u0000]*[^,\s\u0000][^\u0000]*$"
IdList = Annotated[
    str, Meta(max_length=8000, pattern=SOME_ID, description=_("IDs, separated by commas."))
]


class CheckQuery(DatedQuery, kw_only=True):
    ids: IdList


class CheckRequest(Struct, forbid_unknown_fields=True):
    ids: Annotated[list[Id], Meta(min_length=1, max_length=MAX_IDS)]


CheckFields = with_fields(CheckQuery, CheckedId)
DatesAndFields = with_fields(DatedQuery, CheckedId)


class Check(ApiController):
    """For each id: known, retiring, gone or unknown, with its model, days and successor.

    An id is a provider's own, PROVIDER/ID, MAKER/SLUG, or a slug. Unknown is never "ok". With
    `as_of` it is what held on that day, with `known_on` what was known by its end.
    """

    def get(self, parsed_query: Query[CheckFields]) -> Page[CheckedId]:  # type: ignore[valid-type]
        query: Any = parsed_query
        return self._check([one for one in query.ids.split(",") if one.strip()], query)

    @modify(status_code=HTTPStatus.OK)
    def post(
        self,
        parsed_body: Body[CheckRequest],
        parsed_query: Query[DatesAndFields],  # type: ignore[valid-type]
    ) -> Page[CheckedId]:
        return self._check(parsed_body.ids, parsed_query)

    def _check(self, ids: list[str], dates: DatedQuery) -> Page[CheckedId]:
        reading = self.read(dates)
        checks = check_models(ids, reading, self.catalogue(reading))
        items = [
            CheckedId(
                *(one.id, one.status.value, one.model, one.basis),
                *(one.retires_on, one.gone_since, one.successor),
            )
            for one in checks
        ]
        return Page(data_of(reading), items)
