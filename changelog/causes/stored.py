"""Reading recorded changes as entries: plain rows, as one day may bring thousands."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from changelog.causes.blips import BLIP_DAYS
from changelog.causes.entries import Entry
from changelog.causes.rules import Event
from changelog.causes.tell import tell
from changelog.diff import Kind
from changelog.forms import ChangelogQuery
from changelog.models import Change

SAME = (
    *("number", "day", "field", "tier", "old", "new", "percent", "direction"),
    *("offering", "model"),
)
MAKER, SELLER = "model__maker", "provider__maker"
COLUMNS = (
    *(*SAME, "kind", "provider", "offering__provider_model_id", "price_doubt"),
    *(MAKER, SELLER, "model__first_seen", "model__withdrawn_on"),
)


def read_events(query: ChangelogQuery, days: Iterable[date]) -> dict[date, list[Event]]:
    """Return the events of some days, newest first, in one query for any number of changes."""
    chosen = set(days)
    told = tell(_entries(query, _with_days_around(chosen)), lambda entry: _is_wanted(query, entry))
    return {day: events for day, events in told.items() if day in chosen}


def _with_days_around(days: set[date]) -> set[date]:
    """Add the days in which a blip may have begun or ended."""
    near = range(-BLIP_DAYS.days, BLIP_DAYS.days + 1)
    return {day + timedelta(days=distance) for day in days for distance in near}


def _entries(query: ChangelogQuery, days: set[date]) -> Iterator[Entry]:
    changes = query.apply_subject(Change.objects.filter(day__in=days)).in_order()
    for row in changes.values_list(*COLUMNS):
        given = dict(zip(COLUMNS, row, strict=True))
        maker, day = given[MAKER], given["day"]
        yield Entry(
            kind=Kind(given["kind"]),
            provider=given["provider"],
            provider_model_id=given["offering__provider_model_id"] or "",
            maker=maker,
            own=maker is not None and maker == given[SELLER],
            new_model=day in {given["model__first_seen"], given["model__withdrawn_on"]},
            doubtful=bool(given["price_doubt"]),
            **{name: given[name] for name in SAME},
        )


def _is_wanted(query: ChangelogQuery, entry: Entry) -> bool:
    """Return whether an entry passes the filters by direction and size."""
    if query.direction and entry.direction != query.direction:
        return False
    return not query.size or abs(entry.percent or Decimal(0)) >= query.size
