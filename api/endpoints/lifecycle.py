"""/lifecycle: what is to end and what has ended, with successors."""

from typing import Annotated, Any, Literal

from dmr import Query
from msgspec import Meta

from api.controller import ApiController, data_of
from api.cursors import decode_cursor, encode_cursor
from api.fields import with_fields
from api.lifecycle_items import gone_items, retiring_items
from api.schemas.changes import LifecycleItem
from api.schemas.envelopes import Page
from api.schemas.queries import ModelPath, PagedQuery, ProviderId
from catalog.display.translation import gettext_noop as _
from catalog.models import MovedModel

State = Annotated[Literal["retiring", "gone"], Meta(description=_("Only offers in this state."))]
Days = Annotated[
    int, Meta(ge=1, le=3650, description=_("How many days back offers that are gone are listed."))
]


class LifecycleQuery(PagedQuery):
    state: State | None = None
    provider: ProviderId = ""
    model: ModelPath = ""
    days: Days = 90


LifecycleFields = with_fields(LifecycleQuery, LifecycleItem)


class Lifecycle(ApiController):
    """Offers that are deprecated or whose retirement is announced, and offers that are gone.

    Each with the day, its source if an editor recorded it, and the successor of its model.
    """

    def get(self, parsed_query: Query[LifecycleFields]) -> Page[LifecycleItem]:  # type: ignore[valid-type]
        query: Any = parsed_query
        after = ("", "", "")
        reading = self.read(query)
        if query.cursor:
            cursor = decode_cursor(query.cursor, keys=3)
            state, provider, model_id = map(str, cursor.last)
            reading, after = reading.at(cursor.snapshot), (state, provider, model_id)
        data = self.catalogue(reading)
        items: list[LifecycleItem] = []
        if query.state != "retiring":
            items += gone_items(reading, data, query.days)
        if query.state != "gone":
            items += retiring_items(reading, data)
        model = MovedModel.objects.present_path(query.model)
        rows = [
            item
            for item in items
            if _key(item) > after
            and query.provider in ("", item.provider)
            and model in ("", item.model)
        ]
        shown = rows[: query.limit]
        more = len(rows) > len(shown)
        following = encode_cursor(reading.snapshot.pk, _key(shown[-1])) if more else None
        return Page(data_of(reading), shown, following)


def _key(item: LifecycleItem) -> tuple[str, str, str]:
    return item.state, item.provider, item.provider_model_id
