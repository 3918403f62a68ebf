"""The day in a URL, and the snapshot that covers it."""

import re
from bisect import bisect_right
from datetime import date, timedelta
from operator import itemgetter

from django.http import Http404

from catalog.http import DataVersion
from catalog.models import Snapshot
from catalog.version_cache import per_version

PARAMETER, SINCE = "on", "since"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DayNotOnRecord(Http404):
    """The day in a URL has no page; `reason` says why: malformed, future, early, order."""

    def __init__(self, reason: str, typed: str, day: date | None = None) -> None:
        super().__init__(reason)
        self.reason, self.typed, self.day = reason, typed, day


class NotOnRecord(DayNotOnRecord):
    """What a page is about was not on record on that day, yet on another; `url` is today's page."""

    def __init__(self, day: date, name: str, url: str) -> None:
        super().__init__("missing", f"{day:%Y-%m-%d}", day)
        self.name, self.url = name, url


def read_day(typed: str) -> date | None:
    """Return the day that a text stands for, None if it is none.

    Only YYYY-MM-DD in ASCII is one: another notation would be another URL of the same page.
    """
    if not DAY.fullmatch(typed):
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


@per_version()
def _snapshots(_data: DataVersion | None) -> list[tuple[date, date]]:
    """Return the day of each snapshot that the tables are derived from, and its last confirmed."""
    rows = Snapshot.objects.in_use().exclude(applied_at=None).in_order()
    return list(rows.values_list("day", "confirmed_on"))


def newest_state(data: DataVersion) -> DataVersion:
    """Return the newest data as of its own day, as a past day's is: for comparisons with one."""
    return data if data.state else data.as_of(data.day, *_snapshots(data)[-1])


def data_since(data: DataVersion, typed: str) -> DataVersion:
    """Return the data as of an earlier day than that of `data`.

    Raises DayNotOnRecord, also for a day that is not earlier.
    """
    on, last = read_day(typed), data.on or data.day
    if on is not None and on >= last:
        raise DayNotOnRecord("order", typed, last)
    if on is None:
        raise DayNotOnRecord("malformed", typed)
    return _covered(data, on, typed)


def data_as_of(data: DataVersion, typed: str) -> DataVersion:
    """Return the data as of the day that a URL names; today's data for its own day and later.

    Raises DayNotOnRecord for a day that cannot be read, has yet to come, or precedes the record.
    """
    on = read_day(typed)
    if on is None:
        raise DayNotOnRecord("malformed", typed)
    if on > data.day + timedelta(days=data.age_days):
        raise DayNotOnRecord("future", typed, on)
    return data if on >= data.day else _covered(data, on, typed)


def _covered(data: DataVersion, on: date, typed: str) -> DataVersion:
    """Return the data as of the last snapshot on or before a day."""
    days = _snapshots(data)
    place = bisect_right(days, on, key=itemgetter(0))
    if not place:
        raise DayNotOnRecord("early", typed, on)
    return data.as_of(on, *days[place - 1])
