"""Dates behind a model's name: of one host, of the release, or the maker's own. Pure."""

import re
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from catalog.identity.name_groups import Joined, Name, NameGroups
from catalog.identity.rules.steps import DATE_TAIL
from catalog.identity.tails import joined_tail

# How far the date in a name may lie from the release day that offers report: providers report the
# day of the announcement, of the weights or of their own start.
NEAR = timedelta(days=7)
STARTED = timedelta(days=45)  # a host that dates names by its own start is this late at most

_DATED = re.compile(r"-(?:\d{4}|\d{6}|\d{8}|\d{4}-\d\d-\d\d|\d\d-\d\d)$")
# In this order: 2027-01-02 also ends as a month and a day.
_FORMATS = (
    re.compile(r"-(?P<y>20[2-3]\d)-?(?P<m>[01]\d)-?(?P<d>[0-3]\d)$"),
    re.compile(r"-(?P<y>2[3-9])(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)$"),
    re.compile(r"-(?P<m>0[1-9]|1[0-2])-?(?P<d>[0-3]\d)$"),
    re.compile(r"-(?P<y>2[3-9])(?P<m>0[1-9]|1[0-2])$"),
)


@dataclass(frozen=True, slots=True)
class Tail:
    """A date behind a name as the days that it may mean: one, or a month."""

    base: str
    first: date
    last: date

    def is_near(self, released: date) -> bool:
        return self.first - NEAR <= released <= self.last + NEAR

    def is_start_after(self, released: date) -> bool:
        return timedelta(0) <= self.first - released <= STARTED


def join_date_tails(groups: NameGroups) -> Joined:
    """Join a dated and an undated name where the maker does not sell both.

    The date must be of one host and the only one of that name; or of the day on which the undated
    model was released.
    """
    dated: defaultdict[Name, dict[str, Tail]] = defaultdict(dict)
    for maker, slug in groups.names():
        tail = date_tail(slug, groups.released((maker, slug)))
        if tail and (maker, tail.base) in groups:
            dated[maker, tail.base][slug] = tail
    joined: Joined = {}
    for base, tails in dated.items():
        joined |= _join(groups, base, tails)
    return joined


def _join(groups: NameGroups, base: Name, tails: dict[str, Tail]) -> Joined:
    maker = base[0]
    released = groups.released(base)
    near = [slug for slug, tail in tails.items() if released and tail.is_near(released)]
    if len(near) == 1 and groups.makers_own((maker, near[0])) and not groups.makers_own(base):
        # The maker sells the date only, so that is what the short name can mean.
        return {base: ((maker, near[0]), DATE_TAIL)}
    if sum(_DATED.search(s) is not None for s in groups.starting(maker, f"{base[1]}-")) != 1:
        return {}
    # The check above leaves one.
    slug = min(tails)
    host = _is_one_host(groups.providers((maker, slug)))
    started = released is None or tails[slug].is_start_after(released)
    if not near and not (host and started):
        return {}
    if groups.sold_by_more([base, (maker, slug)]) != base:
        return joined_tail(groups, base, (maker, slug), DATE_TAIL)
    return joined_tail(groups, (maker, slug), base, DATE_TAIL)


def _is_one_host(providers: set[str]) -> bool:
    return len({provider.partition("-")[0] for provider in providers}) == 1


def date_tail(slug: str, released: date | None) -> Tail | None:
    """Return the date behind a slug; a year left out is the year of the offers' release day."""
    for pattern in _FORMATS:
        if found := pattern.search(slug):
            return _tail(slug[: found.start()], found.groupdict(), released)
    return None


def _tail(base: str, parts: dict[str, str], released: date | None) -> Tail | None:
    year = parts.get("y") or (f"{released.year}" if released else "")
    if not year:
        return None
    years, month = 2000 + int(year[-2:]), int(parts["m"])
    try:
        first = date(years, month, int(parts.get("d", "1")))
    except ValueError:
        return None
    last = first if "d" in parts else first.replace(day=monthrange(years, month)[1])
    tail = Tail(base, first, last)
    # Without a year it must be near the release, or it is a number of another meaning.
    return tail if "y" in parts or (released and tail.is_near(released)) else None
