"""The state of the site in which a page is made: any change of it makes all pages anew."""

import time
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from catalog.history_status import HistoryStatus, read_status
from catalog.newest_version import HOLDER, NewestVersion
from catalog.release import release

# A daily pull with one missed day in between.
STALE_AFTER = timedelta(hours=36)


def state_of(key: str, day: date, age: timedelta, status: HistoryStatus | None) -> str:
    """Return the state as a word: release, key of the version, day, age once it is stale, status.

    `age` is that of the data of `day`, `status` what the first start is doing.
    """
    days = age.days if age > STALE_AFTER else ""
    return f"{release()}-{key}-{day:%Y%m%d}-{days}-{status.key if status else ''}"


def page_state() -> str | None:
    """Return the present state, None while the catalogue is empty. Raises DatabaseError."""
    newest = HOLDER.get()
    return _state_with(newest) if newest else None


def _state_with(newest: NewestVersion) -> str:
    now = timezone.now()
    return state_of(newest.key, newest.day, newest.age(now), read_status(now))


@dataclass(slots=True)
class _Known:
    newest: NewestVersion
    second: int
    state: str


_known: list[_Known] = []


def known_page_state() -> str | None:
    """Return the state if it is known without asking the database; 5 µs.

    Age and status are read once a second.
    """
    newest, second = HOLDER.known(), int(time.monotonic())
    if newest is None:
        return None
    for known in _known:
        if known.newest is newest and known.second == second:
            return known.state
    state = _state_with(newest)
    _known[:] = [_Known(newest, second, state)]
    return state
