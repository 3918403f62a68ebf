"""Reading the changelog: days, in each day groups, in each group its changes by kind.

A group is a provider or a model. A kind with many changes is collapsed to its first lines and the
number of the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from catalog.models import CanonicalModel, Offering, Provider
from catalog.name_order import by_name
from changelog.diff import Kind
from changelog.forms import BY_MODEL, TOPICS, ChangelogQuery
from changelog.models import Change, ChangeQuerySet
from changelog.summaries import summary

DAYS_PER_PAGE = 7
GROUPS_PER_DAY = 12
GROUPS_PER_PAGE = 100  # of one day
# Lines of one kind: on a page of several days, of one day, and of one day and kind in one group.
COLLAPSED_LINES, DAY_LINES, ALL_LINES = 3, 10, 500
# Rows that one line may need: the changes of input, output and one more price of an offering.
ROWS_PER_LINE = 3
LAST_LINES = 10  # on the page of a model or a provider
KINDS = [kind for _key, _name, kinds in TOPICS for kind in kinds]

Totals = dict[int, dict[str, int]]  # by group, by kind


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """The changes of one kind of one offering, or of one provider itself, on one day."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        return self.changes[0]


@dataclass(frozen=True, slots=True)
class KindSection:
    """The changes of one kind in one group on one day; `query` shows all of them."""

    kind: Kind
    lines: tuple[ChangeLine, ...]
    total: int
    heading: str
    query: str

    @property
    def more(self) -> int:
        """How many lines are collapsed."""
        return max(self.total - len(self.lines), 0)


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The changes of one provider, or of one model, on one day."""

    row: Provider | CanonicalModel
    sections: tuple[KindSection, ...]

    @property
    def total(self) -> int:
        return sum(section.total for section in self.sections)


@dataclass(frozen=True, slots=True)
class ChangelogDay:
    """One day: its groups with the most changes, and how many `more` there are."""

    day: date
    groups: tuple[ChangeGroup, ...]
    more: int
    query: str


@dataclass(frozen=True, slots=True)
class ChangelogPage:
    """Several days, newest first; `earlier` is the query string of the days before, or "".

    `several` holds the offers, by primary key, whose provider has another one of the same model.
    `part` is the page of a day that is shown alone.
    """

    days: tuple[ChangelogDay, ...]
    earlier: str
    several: frozenset[int]
    part: Page[int] | None = None


def read_changelog_page(query: ChangelogQuery) -> ChangelogPage:
    """Read a page of days, in four queries for any number of changes.

    Pages end at a day, not at a count: they stay the same when a new day comes.
    """
    changes = query.apply(Change.objects.all())
    shown, earlier = days_of(query)
    owner = "model" if query.by == BY_MODEL else "provider"
    totals = _totals(changes.filter(day__in=shown, **{f"{owner}__isnull": False}), owner)
    most = max(map(len, totals.values()), default=0)
    part = part_of_day(query, most, GROUPS_PER_PAGE) if query.day else None
    ranked = {day: _most_changed(own, part) for day, own in totals.items()}
    days = tuple(_read_days(query, changes, owner, totals, ranked))
    rows = (
        change
        for day in days
        for group in day.groups
        for section in group.sections
        for line in section.lines
        for change in line.changes
    )
    return ChangelogPage(days, earlier, offers_beside_another(rows), part)


def part_of_day(query: ChangelogQuery, number: int, each: int) -> Page[int]:
    """Return the page of one day that a query asks for, the last one if it has fewer."""
    return Paginator(range(number), each).get_page(query.page)


def of_part(part: Page[int]) -> slice:
    """Return which of the things that are paged stand on a page."""
    first, *_rest = [*part.object_list, 0]
    return slice(first, first + part.paginator.per_page)


def last_changes_of_model(model: CanonicalModel, until: date | None = None) -> list[ChangeLine]:
    """Return the last changes at any offering of a model, newest first, in one query.

    `until` is the last day whose changes count; None is today.
    """
    rows = Change.objects.filter(model=model).until(until).for_model_page()
    return group_into_lines(rows.newest_significant(LAST_LINES * ROWS_PER_LINE))[:LAST_LINES]


def last_changes_of_provider(provider: Provider, until: date | None = None) -> list[ChangeLine]:
    """Return the last changes at a provider, newest first, in one query."""
    rows = Change.objects.filter(provider=provider).until(until).for_reading()
    return group_into_lines(rows.newest_significant(LAST_LINES * ROWS_PER_LINE))[:LAST_LINES]


def group_into_lines(changes: Iterable[Change]) -> list[ChangeLine]:
    """Put consecutive changes of one day, kind and offering on one line."""
    lines = groupby(changes, key=lambda change: (change.day, change.kind, change.offering_id))
    return [ChangeLine(tuple(together)) for _key, together in lines]


def days_of(
    query: ChangelogQuery, most_days: int = DAYS_PER_PAGE, most_changes: int | None = None
) -> tuple[list[date], str]:
    """Return the days of the page, newest first, and the query string of the page before, or "".

    The page ends before the day with which it would have more changes than `most_changes`.
    """
    changes = query.apply(Change.objects.all())
    if query.day:
        before = changes.filter(day__lt=query.day).order_by("-day").values_list("day", flat=True)
        earlier = before.first()
        return [query.day], query.of_day(earlier).text if earlier else ""
    if query.before:
        changes = changes.filter(day__lt=query.before)
    counts = changes.order_by("-day").values_list("day").annotate(Count("pk"))
    days = list(counts[: most_days + 1])
    total = 0
    shown: list[date] = []
    for day, number in days[:most_days]:
        total += number
        if shown and most_changes and total > most_changes:
            break
        shown.append(day)
    return shown, query.but(before=shown[-1]).text if len(days) > len(shown) else ""


def offers_beside_another(rows: Iterable[Change]) -> frozenset[int]:
    """Return the offers among rows whose provider has several of one model; one query."""
    offers = {row.offering_id: (row.provider_id, row.model_id) for row in rows if row.offering_id}
    pairs = Offering.objects.filter(model__in={model for _provider, model in offers.values()})
    counted = pairs.values("provider", "model").annotate(number=Count("pk")).filter(number__gt=1)
    several = set(counted.values_list("provider", "model"))
    return frozenset(offer for offer, pair in offers.items() if pair in several)


def _read_days(
    query: ChangelogQuery,
    changes: ChangeQuerySet,
    owner: str,
    totals: Mapping[date, Totals],
    shown: dict[date, list[int]],
) -> Iterator[ChangelogDay]:
    rows = _first_rows(query, changes, owner, shown)
    for day, of_day in groupby(rows, key=lambda row: row.day):
        groups = _groups(query, of_day, totals[day], owner)
        more = 0 if query.day else len(totals[day]) - len(groups)
        yield ChangelogDay(day, tuple(groups), more, query.of_day(day).text)


def _totals(changes: ChangeQuerySet, owner: str) -> dict[date, Totals]:
    """Count by day, group and kind: offerings, or the changes of a provider itself."""
    totals: dict[date, Totals] = {}
    counts = changes.values_list("day", owner, "kind").annotate(
        Count("offering", distinct=True), Count("pk")
    )
    for day, pk, kind, offerings, rows in counts:
        totals.setdefault(day, {}).setdefault(pk, {})[kind] = offerings or rows
    return totals


def _most_changed(totals: Totals, part: Page[int] | None) -> list[int]:
    ranked = sorted(totals, key=lambda pk: (-sum(totals[pk].values()), pk))
    return ranked[of_part(part)] if part else ranked[:GROUPS_PER_DAY]


def _first_rows(
    query: ChangelogQuery, changes: ChangeQuerySet, owner: str, shown: dict[date, list[int]]
) -> list[Change]:
    """Fetch the first changes of each kind in each shown group.

    A window function limits them in the database: one day may bring thousands.
    """
    groups = Q(pk=None)
    for day, pks in shown.items():
        groups |= Q(**{"day": day, f"{owner}__in": pks})
    place = Window(RowNumber(), partition_by=[F("day"), F(owner), F("kind")], order_by="number")
    most = (_max_lines(query) + 1) * ROWS_PER_LINE
    # The days are given again, as the database finds no index in a long OR.
    rows = changes.filter(groups, day__in=list(shown)).annotate(place=place)
    return list(rows.filter(place__lte=most).for_reading().order_by("-day", "number"))


def _max_lines(query: ChangelogQuery) -> int:
    """Return how many lines of one kind are shown: all of them where one section is expanded."""
    if query.day is None:
        return COLLAPSED_LINES
    return ALL_LINES if query.kind and (query.provider or query.model) else DAY_LINES


def _groups(
    query: ChangelogQuery, changes: Iterable[Change], totals: Totals, owner: str
) -> list[ChangeGroup]:
    by_owner: defaultdict[int, list[Change]] = defaultdict(list)
    for change in changes:
        by_owner[getattr(change, f"{owner}_id")].append(change)
    groups = []
    for pk, own in by_owner.items():
        row = getattr(own[0], owner)
        sections = [
            _section(query, row, Kind(kind), list(of_kind), totals[pk][kind])
            for kind, of_kind in _by_kind(own)
        ]
        groups.append(ChangeGroup(row, tuple(sections)))
    return sorted(groups, key=lambda group: (-group.total, by_name(group.row.name), group.row.pk))


def _by_kind(changes: list[Change]) -> Iterator[tuple[str, Iterator[Change]]]:
    ordered = sorted(changes, key=lambda change: (KINDS.index(Kind(change.kind)), change.pk))
    return groupby(ordered, key=lambda change: change.kind)


def _section(
    query: ChangelogQuery,
    row: Provider | CanonicalModel,
    kind: Kind,
    changes: list[Change],
    total: int,
) -> KindSection:
    lines = group_into_lines(changes)
    most = _max_lines(query)
    # "and 1 more" would take the room of the line that it hides.
    shown = lines if total <= most + 1 else lines[:most]
    topic = next(key for key, _name, kinds in TOPICS if kind in kinds)
    group = {"model": row.path} if isinstance(row, CanonicalModel) else {"provider": row.key}
    whole = query.of_day(changes[0].day).but(kind=topic, **group).text
    heading = summary(kind, total, of_a_model=isinstance(row, CanonicalModel))
    return KindSection(kind, tuple(shown), total, heading, whole)
