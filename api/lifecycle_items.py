"""Offers that are to end, and offers that have ended, as known on a day."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.days import KnownSnapshot, Reading, known_snapshots
from api.offer_items import Key, key_of, offers_in
from api.schemas.changes import LifecycleItem
from catalog.http import DataVersion
from catalog.models import CanonicalModel, Revision
from changelog.lifecycle import endings, with_successors

COLUMNS = (
    *("offering__provider__key", "offering__provider_model_id", "offering__model_id"),
    *("valid_from", "valid_to"),
)


def retiring_items(reading: Reading, data: DataVersion) -> Iterator[LifecycleItem]:
    """Yield the offers on sale that are deprecated or whose retirement is announced."""
    found = endings(data, recorded_by(reading))
    models = {one.offering.model.path: one.offering.model for one in found}
    successors = successor_paths(list(models.values()), reading, data)
    for one in found:
        row = one.offering
        names = (row.provider.key, row.provider_model_id, row.model.path)
        yield LifecycleItem("retiring", *names, one.day, one.source, successors[row.model.path])


def gone_items(reading: Reading, data: DataVersion, days: int) -> Iterator[LifecycleItem]:
    """Yield the offers that ended in the last `days` days and have not returned."""
    ended = list(ended_offers(reading, reading.day - timedelta(days=days)))
    models = CanonicalModel.objects.in_bulk({one.model for one in ended if one.model})
    successors = successor_paths(list(models.values()), reading, data)
    for one in ended:
        model = models.get(one.model)
        path = model.path if model else ""
        yield LifecycleItem("gone", *one.key, path, one.day, None, successors.get(path))


def successor_paths(
    models: Sequence[CanonicalModel], reading: Reading, data: DataVersion
) -> dict[str, str | None]:
    """Return the successor of each model by canonical id, None where it has none."""
    pairs = with_successors(models, data, recorded_by(reading))
    return {old.path: new.path if new else None for old, new in pairs}


def recorded_by(reading: Reading) -> date | None:
    """Return the day by whose end editors had recorded what a reading may show; None is now."""
    return reading.known_on or reading.as_of


@dataclass(frozen=True, slots=True)
class EndedOffer:
    """An offer by provider and id, its model's primary key, and the day from which it was gone."""

    key: Key
    model: int
    day: date


def ended_offers(reading: Reading, since: date = date.min) -> Iterator[EndedOffer]:
    """Yield what the snapshots that were known no longer have, by provider and id.

    Only what ended after `since`. The model is that of today, 0 where none is on record.
    """
    known = list(known_snapshots(reading))
    # One snapshot more: what that had and the next has not ended in time.
    known = known[max(0, bisect_right(known, since, key=_day_of) - 1) :]
    last_seen: dict[Key, int] = {}
    model_of: dict[Key, int] = {}
    for place, one in enumerate(known):
        if one.superseded:
            keys = map(key_of, offers_in(one.snapshot, reading))
            last_seen |= dict.fromkeys(keys, place)
    for key, model, place in _stored(known):
        model_of[key] = model
        last_seen[key] = max(place, last_seen.get(key, place))
    for key, place in sorted(last_seen.items()):
        if place + 1 < len(known):
            yield EndedOffer(key, model_of.get(key, 0), _day_of(known[place + 1]))


def _stored(known: Sequence[KnownSnapshot]) -> Iterator[tuple[Key, int, int]]:
    """Yield key and model of each stored revision, with the place of the last snapshot in it."""
    standing = [place for place, one in enumerate(known) if not one.superseded]
    days = [_day_of(known[place]) for place in standing]
    if not days:
        return
    rows = Revision.objects.filter(valid_from__lte=days[-1]).exclude(valid_to__lte=days[0])
    for provider, model_id, model, start, end in rows.values_list(*COLUMNS):
        after = len(days) if end is None else bisect_left(days, end)
        if after and days[after - 1] >= start:
            yield (provider, model_id), model, standing[after - 1]


def _day_of(known: KnownSnapshot) -> date:
    return known.snapshot.day
