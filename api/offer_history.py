"""The values of offers over time, as far as they were known on a day."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q

from api.days import KnownSnapshot, Reading, known_snapshots
from api.offer_items import (
    COLUMNS,
    FACTS,
    Key,
    corrections_known,
    key_of,
    known_facts,
    offer_item,
    offers_in,
    plans_of,
)
from api.offer_sellers import with_sellers
from api.schemas.offers import FieldInterval, Offer, OfferRevision
from catalog.domain.corrections import Target
from catalog.ingest.corrections import Overrides
from catalog.models import Revision

Row = Sequence[Any]  # COLUMNS, FACTS, the first day and the day after the last


def offer_history(reading: Reading, provider: str, model_id: str) -> list[OfferRevision]:
    """Return an offer's values up to the day of a reading, oldest first; adjacent equals merged."""
    key = (provider, model_id)
    chosen = Q(offering__provider__key=provider, offering__provider_model_id=model_id)
    return offer_histories(reading, chosen, [key]).get(key, [])


def offer_histories(
    reading: Reading, chosen: Q, keys: Iterable[Key] = ()
) -> dict[Key, list[OfferRevision]]:
    """Return the history of each chosen offer that has one; at most six queries.

    `keys` are those of which a superseded payload is asked, too: it may have an offer of which no
    revision is left.
    """
    rows = Revision.objects.filter(chosen, valid_from__lte=reading.day).order_by(
        *COLUMNS[:2], "valid_from"
    )
    revisions: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows.values_list(*COLUMNS, *FACTS, "valid_from", "valid_to"):
        revisions[row[:2]].append(row)
    if reading.known_on is None:
        plans = plans_of(reading)
        stored = {
            key: [
                OfferRevision(start, end, offer_item(*row, plans=plans)) for *row, start, end in own
            ]
            for key, own in revisions.items()
        }
        return _with_sellers(stored, reading)
    known = _Known(reading)
    asked = dict.fromkeys([*revisions, *(keys if known.superseded else ())])
    histories = {key: list(known.history(key, revisions.get(key, ()))) for key in asked}
    return _with_sellers({key: history for key, history in histories.items() if history}, reading)


def _with_sellers(
    histories: dict[Key, list[OfferRevision]], reading: Reading
) -> dict[Key, list[OfferRevision]]:
    with_sellers((one.offer for history in histories.values() for one in history), reading)
    return histories


def field_intervals(history: Iterable[OfferRevision], field: str) -> list[FieldInterval]:
    """Return the values of one field, adjacent equals merged; `prices.input` is within `prices`."""
    merged: list[FieldInterval] = []
    for revision in history:
        value: Any = revision.offer
        for name in field.split("."):
            value = getattr(value, name)
        last = merged[-1] if merged else None
        if last and last.valid_to == revision.valid_from and last.value == value:
            last.valid_to = revision.valid_to
        else:
            merged.append(FieldInterval(revision.valid_from, revision.valid_to, value))
    return merged


@dataclass(frozen=True)
class _Known:
    """The snapshots and corrections that were known on the day of a reading.

    On the day of a snapshot the stored revisions tell its payload, unless it was superseded.
    """

    reading: Reading

    @cached_property
    def snapshots(self) -> Sequence[KnownSnapshot]:
        return list(known_snapshots(self.reading))

    @cached_property
    def days(self) -> Sequence[date]:
        return [known.snapshot.day for known in self.snapshots]

    @cached_property
    def superseded(self) -> Mapping[date, Mapping[Key, Offer]]:
        """The offers of each superseded snapshot's payload, by day."""
        several = (known.snapshot for known in self.snapshots if known.superseded)
        return {
            one.day: {key_of(offer): offer for offer in offers_in(one, self.reading)}
            for one in several
        }

    @cached_property
    def corrections(self) -> Overrides | None:
        return corrections_known(self.reading.known_on)

    @cached_property
    def plans(self) -> Mapping[str, bool]:
        return plans_of(self.reading)

    def history(self, key: Key, revisions: Sequence[Row]) -> Iterator[OfferRevision]:
        """Yield the history that was known, adjacent equals merged."""
        last: OfferRevision | None = None
        for start, end, offer in self._stretches(key, revisions):
            if last and last.valid_to == start and last.offer == offer:
                last.valid_to = end
                continue
            if last:
                yield last
            last = OfferRevision(start, end, offer)
        if last:
            yield last

    def _stretches(
        self, key: Key, revisions: Sequence[Row]
    ) -> Iterator[tuple[date, date | None, Offer]]:
        provider, model_id = key
        corrected = self.corrections and self.corrections.about(Target.OFFER, model_id, provider)
        if self.superseded or corrected:
            yield from self._day_by_day(key, revisions)
            return
        for *row, start, end in revisions:
            first, last = self._place(start), len(self.days) if end is None else self._place(end)
            if first < last:
                offer = self._offer(row, self.days[first])
                yield self.days[first], self._day(last), offer

    def _day_by_day(
        self, key: Key, revisions: Sequence[Row]
    ) -> Iterator[tuple[date, date | None, Offer]]:
        for place, day in enumerate(self.days):
            if day in self.superseded:
                offer = self.superseded[day].get(key)
            else:
                row = _row_of(day, revisions)
                offer = self._offer(row, day) if row else None
            if offer is not None:
                yield day, self._day(place + 1), offer

    def _offer(self, row: Row, day: date) -> Offer:
        return offer_item(*known_facts(row, day, self.corrections), plans=self.plans)

    def _place(self, day: date) -> int:
        return bisect_left(self.days, day)

    def _day(self, place: int) -> date | None:
        return self.days[place] if place < len(self.days) else None


def _row_of(day: date, revisions: Iterable[Row]) -> Row | None:
    """Return the revision of a day, without its days."""
    held = (row for *row, start, end in revisions if start <= day and (end is None or end > day))
    return next(held, None)
