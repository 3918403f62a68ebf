"""Reading the price index: its levels, the charts of the page, and the days of the table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.http import DataVersion
from catalog.version_cache import per_version
from changelog.history.chart import BandStep, Chart, Series, Step, draw
from changelog.models import IndexLink
from changelog.price_index.levels import Level, levels, shown
from changelog.price_index.links import Link, Measure, Tier

LINK_COLUMNS = (
    *("measure", "tier", "ratio", "variance", "priced", "matched", "moved", "arrived", "left"),
)
MEASURES: dict[Measure, str | Promise] = {
    Measure.RECOMMENDED: _("Recommended price"),
    Measure.SAME_OFFER: _("Same offer"),
    Measure.OWN: _("Maker’s own price"),
}
TIERS: dict[Tier, str | Promise] = {
    Tier.ALL: _("All models"),
    Tier.FRONTIER: _("Frontier"),
    Tier.MID: _("Mid"),
    Tier.SMALL: _("Small"),
}
PRICED_TIERS = (Tier.FRONTIER, Tier.MID, Tier.SMALL)
SUMMARY_DAYS = 30

Index = Mapping[tuple[Measure, Tier], tuple[Level, ...]]


@per_version()
def read_index(_data: DataVersion | None) -> Index:
    """Return the levels of every measure and tier, oldest first, in one query."""
    links: defaultdict[tuple[Measure, Tier], list[tuple[date, Link]]] = defaultdict(list)
    for day, measure, tier, *figures in IndexLink.objects.in_order().values_list(
        "day", *LINK_COLUMNS
    ):
        link = Link(Measure(measure), Tier(tier), *figures)
        links[link.measure, link.tier].append((day, link))
    return {key: tuple(levels(own)) for key, own in links.items()}


def until(index: Index, day: date) -> Index:
    """Return the index as it stood on a day."""
    return {
        key: tuple(level for level in history if level.day <= day)
        for key, history in index.items()
        if history and history[0].day <= day
    }


def change_over(history: Sequence[Level], days: int) -> Decimal | None:
    """Return how far the index moved in the last `days`, as a share; None without that history."""
    if not history:
        return None
    since = history[-1].day - timedelta(days=days)
    earlier = [level for level in history if level.day <= since]
    return history[-1].value / earlier[-1].value - 1 if earlier else None


@dataclass(frozen=True, slots=True)
class MeasureSummary:
    """The newest level of one measure, and how far it moved in `SUMMARY_DAYS`."""

    measure: Measure
    label: str | Promise
    level: Level
    change: Decimal | None


def summaries(index: Index) -> list[MeasureSummary]:
    """Return a summary of each measure over all models; empty while nothing is on record."""
    return [
        MeasureSummary(measure, label, history[-1], change_over(history, SUMMARY_DAYS))
        for measure, label in MEASURES.items()
        if (history := index.get((measure, Tier.ALL)))
    ]


def measure_chart(index: Index, days: int | None) -> Chart | None:
    """Draw the measures over all models, with the confidence interval of the recommended price."""
    lines = [
        (measure.value, str(label), index.get((measure, Tier.ALL), ()))
        for measure, label in MEASURES.items()
    ]
    return _chart(lines, days, band=True)


def tier_chart(index: Index, measure: Measure, days: int | None) -> Chart | None:
    """Draw one measure by tier."""
    return _chart(
        [(tier.value, str(TIERS[tier]), index.get((measure, tier), ())) for tier in PRICED_TIERS],
        days,
    )


def _chart(
    lines: Iterable[tuple[str, str, Sequence[Level]]], days: int | None, *, band: bool = False
) -> Chart | None:
    shown_lines = [line for line in lines if line[2]]
    if not shown_lines:
        return None
    longest = shown_lines[0][2]
    first, last = longest[0].day, longest[-1].day
    if days:
        first = max(first, last - timedelta(days=days))
    series = [Series(key, _steps(history, label)) for key, label, history in shown_lines]
    bounds = _band(longest) if band else ()
    return draw(series, first, last, say_level, band=bounds, from_zero=False)


def say_level(label: str, value: Decimal) -> str:
    """Return a line's name with its level, as the chart tells it."""
    return gettext("{label}: {value}").format(label=label, value=shown(value))


def _steps(history: Sequence[Level], label: str) -> list[Step]:
    ends = [level.day for level in history[1:]]
    return [
        Step(level.day, end, level.value, label)
        for level, end in zip(history, [*ends, None], strict=True)
    ]


def _band(history: Sequence[Level]) -> list[BandStep]:
    return [
        BandStep(one.day, after.day if after else None, one.low, one.high, _interval(one))
        for one, after in zip(history, [*history[1:], None], strict=True)
    ]


def _interval(level: Level) -> str:
    # xgettext:no-python-format - "% c" is none
    text = gettext("95% confidence interval: {low} to {high}")
    return text.format(low=shown(level.low), high=shown(level.high))


@dataclass(frozen=True, slots=True)
class IndexDay:
    """One day of the table: each measure, each tier of the recommended price, and the churn."""

    day: date
    measures: tuple[Decimal | None, ...]
    tiers: tuple[Decimal | None, ...]
    level: Level

    @property
    def link(self) -> Link:
        return self.level.link


def index_days(index: Index) -> list[IndexDay]:
    """Return the days on record, newest first."""
    by_day = {
        key: {level.day: shown(level.value) for level in history} for key, history in index.items()
    }
    return [
        IndexDay(
            level.day,
            tuple(by_day[measure, Tier.ALL].get(level.day) for measure in Measure),
            tuple(by_day[Measure.RECOMMENDED, tier].get(level.day) for tier in PRICED_TIERS),
            level,
        )
        for level in reversed(index.get((Measure.RECOMMENDED, Tier.ALL), ()))
    ]
