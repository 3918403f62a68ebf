"""/check: whether model ids are still offered, for programs that must not break."""

from http import HTTPStatus
from typing import Annotated

from dmr import Body, Query, modify
from msgspec import Meta, Struct

from api.controller import ApiController, data_of
from api.costs import model_directory
from api.model_check import check_models
from api.schemas.checks import CheckedId
from api.schemas.envelopes import Page
from api.schemas.queries import NO_NUL, DatedQuery
from api.schemas.queries import Query as NoParameters
from catalog.display.translation import gettext_noop as _
from catalog.http import data_version

MAX_IDS = 4000
Id = Annotated[str, Meta(min_length=1, max_length=300, pattern=NO_NUL)]


# An id is at least one character that is neither a comma nor a space.
SOME_ID = r"^[^\u0000]*[^,\s\u0000][^\u0000]*$"
IdList = Annotated[
    str, Meta(max_length=8000, pattern=SOME_ID, description=_("IDs, separated by commas."))
]


class CheckQuery(NoParameters):
    ids: IdList


class CheckRequest(Struct, forbid_unknown_fields=True):
    ids: Annotated[list[Id], Meta(min_length=1, max_length=MAX_IDS)]


class Check(ApiController):
    """For each id: known, retiring, gone or unknown, with its model, days and successor.

    An id is a provider's own, PROVIDER/ID, MAKER/SLUG, or a slug. Unknown is never "ok".
    """

    def get(self, parsed_query: Query[CheckQuery]) -> Page[CheckedId]:
        return self._check([one for one in parsed_query.ids.split(",") if one.strip()])

    @modify(status_code=HTTPStatus.OK)
    def post(self, parsed_body: Body[CheckRequest]) -> Page[CheckedId]:
        return self._check(parsed_body.ids)

    def _check(self, ids: list[str]) -> Page[CheckedId]:
        directory = model_directory(data_version(self.request))
        items = [
            CheckedId(
                *(one.id, one.status.value, one.model, one.basis),
                *(one.retires_on, one.gone_since, one.successor),
            )
            for one in check_models(ids, directory)
        ]
        return Page(data_of(self.read(DatedQuery())), items)
