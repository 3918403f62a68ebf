"""/changes: what changed, by serial, for programs that keep a copy."""

from datetime import date
from typing import Annotated

from dmr import Query
from msgspec import Meta

from api.controller import ApiController, data_of
from api.schemas.changes import Change
from api.schemas.envelopes import Page
from api.schemas.queries import DatedQuery, Limit, ModelPath, ProviderId
from catalog.display.translation import gettext_noop as _
from catalog.models import MovedModel
from changelog.diff import Kind
from changelog.models import Change as StoredChange


def change_item(row: StoredChange) -> Change:
    """Return an answer's change; null is "none" where a stored column is empty."""
    offering, model = row.offering, row.model
    return Change(
        serial=row.number,
        day=row.day,
        kind=row.kind,
        provider=row.provider.key,
        provider_model_id=offering.provider_model_id if offering else None,
        model=model.path if model else None,
        field=row.field or None,
        tier=row.tier,
        old=row.old,
        new=row.new,
        percent=None if row.percent is None else f"{row.percent:f}",
        noise=row.noise,
    )


Serial = Annotated[int, Meta(ge=0, le=2**62, description=_("Serial of the last change read."))]
Day = Annotated[date, Meta(description=_("Changes of this day."))]
OfKind = Annotated[Kind, Meta(description=_("Changes of this kind, such as price or arrival."))]


class ChangesQuery(DatedQuery):
    after: Serial = 0
    day: Day | None = None
    kind: OfKind | None = None
    provider: ProviderId = ""
    model: ModelPath = ""
    limit: Limit = 100


class Changes(ApiController):
    """Changes in order of serial; ask again with `after` set to the last serial.

    A serial is made from the day and the place in it. The newest day can be written again until it
    ends, when a later snapshot of the day supersedes the first: a copy should then replace that
    day. `next` is the serial to go on after, null at the end.
    """

    def get(self, parsed_query: Query[ChangesQuery]) -> Page[Change]:
        reading = self.read(parsed_query)
        rows = StoredChange.objects.filter(number__gt=parsed_query.after, day__lte=reading.day)
        model = MovedModel.objects.present_path(parsed_query.model)
        chosen = {
            "day": parsed_query.day,
            "kind": parsed_query.kind,
            "provider__key": parsed_query.provider,
            "model__path": model,
        }
        rows = rows.filter(**{name: value for name, value in chosen.items() if value})
        found = rows.in_order().for_reading()[: parsed_query.limit + 1]
        items = [change_item(row) for row in found]
        more = len(items) > parsed_query.limit
        items = items[: parsed_query.limit]
        return Page(data_of(reading), items, str(items[-1].serial) if more else None)
