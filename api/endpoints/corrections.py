"""/corrections: what editors decided about the feed's values, with reasons and sources."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from dmr import Query
from msgspec import Meta

from api.controller import ApiController, data_of
from api.cursors import decode_cursor, encode_cursor
from api.days import Reading
from api.fields import with_fields
from api.schemas.changes import CorrectionItem
from api.schemas.envelopes import Page
from api.schemas.queries import NO_NUL, PagedQuery, ProviderId
from catalog.display.translation import gettext_noop as _
from catalog.editorial import Correction

TargetName = Annotated[
    Literal["offer", "model", "provider", "maker"],
    Meta(description=_("Only corrections of this.")),
]
KeyText = Annotated[
    str,
    Meta(max_length=301, pattern=NO_NUL, description=_("Id of what is corrected, as in the feed.")),
]


class CorrectionsQuery(PagedQuery):
    target: TargetName | None = None
    provider: ProviderId = ""
    key: KeyText = ""


CorrectionsFields = with_fields(CorrectionsQuery, CorrectionItem)


class Corrections(ApiController):
    """Decisions of editors in the order in which they were recorded, ended ones too.

    With `as_of` only those that held on that day, with `known_on` as they stood by its end.
    """

    def get(self, parsed_query: Query[CorrectionsFields]) -> Page[CorrectionItem]:  # type: ignore[valid-type]
        query: Any = parsed_query
        after = 0
        reading = self.read(query)
        if query.cursor:
            cursor = decode_cursor(query.cursor, keys=1)
            reading, after = reading.at(cursor.snapshot), _number(cursor.last[0])
        chosen: dict[str, Any] = {
            "target": query.target,
            "provider": query.provider,
            "key": query.key,
        }
        rows = Correction.objects.filter(pk__gt=after).order_by("pk")
        rows = rows.filter(**{name: value for name, value in chosen.items() if value})
        items = []
        for item in _as_known(rows.iterator(), reading):
            items.append(item)
            if len(items) > query.limit:
                break
        shown = items[: query.limit]
        more = len(items) > len(shown)
        following = encode_cursor(reading.snapshot.pk, [shown[-1].id]) if more else None
        return Page(data_of(reading), shown, following)


def _as_known(rows: Iterator[Correction], reading: Reading) -> Iterator[CorrectionItem]:
    end = _end_of(reading.known_on)
    for row in rows:
        if end and row.recorded_at >= end:
            continue
        ended = row.ended_at is not None and not (end and row.ended_at >= end)
        item = _item(row, ended=ended)
        if reading.as_of is None or _holds(item, reading.as_of):
            yield item


def _item(row: Correction, *, ended: bool) -> CorrectionItem:
    return CorrectionItem(
        id=row.pk,
        target=row.target,  # type: ignore[arg-type]  # names of Target
        provider=row.provider or None,
        key=row.key,
        field=row.field,
        verdict=row.verdict,
        value=row.value,
        feed_value=row.feed_value,
        reason=row.reason,
        source=row.source,
        first_day=row.first_day,
        last_day=row.last_day,
        ended_on=row.ended_on if ended else None,
        ending=row.ending if ended else None,
        recorded_at=row.recorded_at,
    )


def _holds(item: CorrectionItem, day: date) -> bool:
    not_lapsed = item.last_day is None or item.last_day >= day
    not_ended = item.ended_on is None or item.ended_on > day
    return item.first_day <= day and not_lapsed and not_ended


def _end_of(day: date | None) -> datetime | None:
    return datetime.combine(day + timedelta(days=1), time.min, UTC) if day else None


def _number(key: str | int) -> int:
    """Return a cursor's key as a number that every database takes."""
    return min(key, 2**62) if isinstance(key, int) else 0
