"""/changes: what changed, by serial, for programs that keep a copy."""

from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import Annotated, Any, ClassVar

from django.db.models import Max, Q
from dmr import Query
from msgspec import Meta

from api.controller import ApiController, data_of, problem_spec
from api.fields import with_fields
from api.problems import NotAnswerable, OutOfStep
from api.schemas.changes import Change
from api.schemas.envelopes import Page
from api.schemas.queries import DatedQuery, Limit, ModelPath, ProviderId
from catalog.display.translation import gettext_noop as _
from catalog.models import MovedModel
from changelog.diff import Kind
from changelog.models import ChangeEntry, ChangeEntryQuerySet
from changelog.serials import MICROSECONDS


def change_item(row: ChangeEntry) -> Change:
    """Return an answer's change; null is "none" where a stored column is empty."""
    return Change(
        serial=row.serial,
        day=row.day,
        kind=row.kind,
        provider=row.provider,
        provider_model_id=row.provider_model_id,
        model=row.model,
        field=row.field or None,
        tier=row.tier,
        old=row.old,
        new=row.new,
        percent=None if row.percent is None else f"{row.percent:f}",
        noise=row.noise,
        removes=row.removes,
    )


Serial = Annotated[
    int, Meta(ge=0, le=2**62, description=_("Serial of the last change read; 0: from the start."))
]
Day = Annotated[date, Meta(description=_("Changes of this day."))]
OfKind = Annotated[Kind, Meta(description=_("Changes of this kind, such as price or arrival."))]


class ChangesQuery(DatedQuery):
    after: Serial = 0
    day: Day | None = None
    kind: OfKind | None = None
    provider: ProviderId = ""
    model: ModelPath = ""
    limit: Limit = 100


ChangesFields = with_fields(ChangesQuery, Change)


class Changes(ApiController):
    """Changes in order of serial; ask again with `after` set to the last serial.

    A serial only grows. A change that no longer holds (its day was pulled again, rejected, or
    corrected) is followed by an item of kind `removed`, whose `removes` is its serial, whatever the
    filters: a copy deletes it if it has it. `next` is the serial to go on after, null at the end.
    With an `after` that is no serial on record the answer is 409: begin again with an empty copy.
    """

    responses: ClassVar[Any] = (
        *ApiController.responses,
        problem_spec(HTTPStatus.CONFLICT, "`after` is no serial on record; begin again without"),
    )

    def get(self, parsed_query: Query[ChangesFields]) -> Page[Change]:  # type: ignore[valid-type]
        query: Any = parsed_query
        reading = self.read(query)
        if query.after and not ChangeEntry.objects.filter(serial=query.after).exists():
            raise OutOfStep(f"{query.after} is no serial on record.", "Begin again with after=0.")
        model = MovedModel.objects.present_path(query.model)
        chosen = {
            "kind": query.kind,
            "provider": query.provider,
            "model": model,
        }
        standing = _standing(query.known_on).filter(
            **{name: value for name, value in chosen.items() if value}
        )
        # What was removed before it was read was never in the copy.
        removing = ChangeEntry.objects.filter(removes__lte=query.after)
        if query.known_on:
            removing = removing.filter(serial__lte=_last_serial(query.known_on))
        rows = (standing | removing) if query.after else standing
        rows = rows.filter(serial__gt=query.after, day__lte=reading.day)
        if query.day:
            rows = rows.filter(day=query.day)
        items = [change_item(row) for row in rows.order_by("serial")[: query.limit + 1]]
        more = len(items) > query.limit
        items = items[: query.limit]
        return Page(data_of(reading), items, str(items[-1].serial) if more else None)


def _standing(known_on: date | None) -> ChangeEntryQuerySet:
    """Return the changes that stand, or stood at the end of a day."""
    return ChangeEntry.objects.standing(_last_serial(known_on) if known_on else None)


def _last_serial(known_on: date) -> int:
    """Return the last serial that was given by the end of a day; 0 before the first.

    Raises NotAnswerable for a day before changes had serials.
    """
    end = datetime.combine(known_on + timedelta(days=1), time.min, UTC)
    first = ChangeEntry.objects.order_by("serial").first()
    if first and first.recorded_at is None and end <= _time_of(first.serial):
        raise NotAnswerable(
            f"What changes were known on {known_on} is not on record.",
            f"It is from {_time_of(first.serial):%Y-%m-%d} on. Leave out known_on.",
        )
    entries = ChangeEntry.objects.filter(Q(recorded_at=None) | Q(recorded_at__lt=end))
    return entries.aggregate(last=Max("serial"))["last"] or 0


def _time_of(serial: int) -> datetime:
    return datetime.fromtimestamp(serial / MICROSECONDS, UTC)
