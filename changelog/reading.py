"""The changelog as it is read: days, in each day who changed, and of each the changes by kind.

A kind with many changes at once is a burst: its first lines are shown, and how many there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from catalog.models import CanonicalModel, Provider
from changelog.diff import Kind
from changelog.forms import BY_MODEL, TOPICS, ChangelogQuery
from changelog.models import Change, ChangeQuerySet
from changelog.wording import burst

DAYS_A_PAGE = 7
LINES_OF_A_BURST = 3
LINES_OF_A_DAY = 10
OWNERS_OF_A_DAY = 12
MOST_LINES = 2000
PRICES_OF_A_LINE = 3  # a line may need the changes of so many prices
LAST_LINES = 10  # on the page of a model or a provider
LAST_ROWS = PRICES_OF_A_LINE * LAST_LINES
KINDS = [kind for _key, _name, kinds in TOPICS for kind in kinds]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """The changes of one kind of one offering, or of one provider itself."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        return self.changes[0]


@dataclass(frozen=True, slots=True)
class ChangeBlock:
    """All changes of one kind, of one owner, on one day; `more` is how many lines are folded."""

    kind: Kind
    lines: tuple[ChangeLine, ...]
    total: int
    heading: str
    link: str

    @property
    def more(self) -> int:
        return max(self.total - len(self.lines), 0)


@dataclass(frozen=True, slots=True)
class DayOwner:
    """The provider or the model that the changes of a day are grouped under."""

    row: Provider | CanonicalModel
    blocks: tuple[ChangeBlock, ...]

    @property
    def total(self) -> int:
        return sum(block.total for block in self.blocks)


@dataclass(frozen=True, slots=True)
class DayNews:
    day: date
    owners: tuple[DayOwner, ...]
    more: int
    link: str


@dataclass(frozen=True, slots=True)
class ChangelogPage:
    """Some days of the changelog, and the query of the days before them."""

    days: tuple[DayNews, ...]
    earlier: str


def read_changelog_page(asked: ChangelogQuery) -> ChangelogPage:
    """Read the days that are asked for, in three queries however much happened on them."""
    found = asked.changes(Change.objects.all())
    days = _days(asked, found)
    shown = days[:DAYS_A_PAGE]
    earlier = asked.but(before=shown[-1]).text if len(days) > DAYS_A_PAGE else ""
    return ChangelogPage(tuple(_news(asked, found, shown)), earlier)


def _days(asked: ChangelogQuery, found: ChangeQuerySet) -> list[date]:
    if asked.day:
        return [asked.day]
    if asked.before:
        found = found.filter(day__lt=asked.before)
    days = found.order_by("-day").values_list("day", flat=True).distinct()
    return list(days[: DAYS_A_PAGE + 1])


def _news(asked: ChangelogQuery, found: ChangeQuerySet, days: Sequence[date]) -> Iterator[DayNews]:
    owner = "model" if asked.by == BY_MODEL else "provider"
    totals = _totals(found.filter(day__in=days, **{f"{owner}__isnull": False}), owner)
    shown = {day: _most_changed(totals[day], asked) for day in days if day in totals}
    rows = _first_rows(asked, found, owner, shown)
    for day, of_day in groupby(rows, key=lambda row: row.day):
        owners = _owners(asked, list(of_day), totals[day], owner)
        link = replace(asked, day=day, before=None).text
        yield DayNews(day, tuple(owners), len(totals[day]) - len(owners), link)


Totals = dict[int, dict[str, int]]  # by owner, by kind


def _totals(found: ChangeQuerySet, owner: str) -> dict[date, Totals]:
    """Count by day, owner and kind: the offerings concerned, or the changes of the owner itself."""
    totals: dict[date, Totals] = {}
    counts = found.values_list("day", owner, "kind").annotate(
        Count("offering", distinct=True), Count("pk")
    )
    for day, of, kind, offerings, rows in counts:
        totals.setdefault(day, {}).setdefault(of, {})[kind] = offerings or rows
    return totals


def _most_changed(totals: Totals, asked: ChangelogQuery) -> list[int]:
    ranked = sorted(totals, key=lambda of: (-sum(totals[of].values()), of))
    return ranked if asked.day else ranked[:OWNERS_OF_A_DAY]


def _first_rows(
    asked: ChangelogQuery, found: ChangeQuerySet, owner: str, shown: dict[date, list[int]]
) -> list[Change]:
    """Fetch the first changes of each kind of each owner that is shown."""
    these = Q(pk=None)
    for day, owners in shown.items():
        these |= Q(**{"day": day, f"{owner}__in": owners})
    place = Window(RowNumber(), partition_by=[F("day"), F(owner), F("kind")], order_by="number")
    most = (_lines(asked) + 1) * PRICES_OF_A_LINE
    # The days are said twice, so that their index is used.
    rows = found.filter(these, day__in=list(shown)).annotate(place=place).filter(place__lte=most)
    return list(rows.for_reading().order_by("-day", "number"))


def _lines(asked: ChangelogQuery) -> int:
    """How many lines of a burst are shown: all of them where one burst is asked for."""
    if asked.day is None:
        return LINES_OF_A_BURST
    return MOST_LINES if asked.kind and (asked.provider or asked.model) else LINES_OF_A_DAY


def _owners(
    asked: ChangelogQuery, changes: Iterable[Change], totals: Totals, owner: str
) -> list[DayOwner]:
    grouped: defaultdict[int, list[Change]] = defaultdict(list)
    for change in changes:
        grouped[getattr(change, f"{owner}_id")].append(change)
    found = []
    for pk, of_owner in grouped.items():
        row = getattr(of_owner[0], owner)
        blocks = [
            _block(asked, row, Kind(kind), list(of_kind), totals[pk][kind])
            for kind, of_kind in _by_kind(of_owner)
        ]
        found.append(DayOwner(row, tuple(blocks)))
    return sorted(found, key=lambda one: (-one.total, one.row.name, one.row.pk))


def _by_kind(changes: list[Change]) -> Iterator[tuple[str, Iterator[Change]]]:
    ordered = sorted(changes, key=lambda change: (KINDS.index(Kind(change.kind)), change.pk))
    return groupby(ordered, key=lambda change: change.kind)


def _block(
    asked: ChangelogQuery, row: Any, kind: Kind, changes: list[Change], total: int
) -> ChangeBlock:
    lines = group_into_lines(changes)
    # One more line says less room than saying that there is one more.
    most = _lines(asked)
    shown = lines if total <= most + 1 else lines[:most]
    of = {"model": row.path} if asked.by == BY_MODEL else {"provider": row.key}
    topic = next(key for key, _name, kinds in TOPICS if kind in kinds)
    link = replace(asked, day=changes[0].day, before=None, kind=topic, **of).text
    heading = burst(kind, total, of_a_model=asked.by == BY_MODEL)
    return ChangeBlock(kind, tuple(shown), total, heading, link)


def last_changes_of_provider(provider: Provider) -> list[ChangeLine]:
    """Return the last changes at a provider, newest first, in one query."""
    rows = Change.objects.filter(provider=provider).for_reading().last_news(LAST_ROWS)
    return group_into_lines(rows)[:LAST_LINES]


def group_into_lines(changes: Iterable[Change]) -> list[ChangeLine]:
    """Put the changes of one kind of one offering on one line."""
    grouped = groupby(changes, key=lambda change: (change.day, change.kind, change.offering_id))
    return [ChangeLine(tuple(together)) for _key, together in grouped]
