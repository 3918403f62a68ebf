"""Which dated version an undated id or a "latest" pointer stood for, and on which days.

No provider publishes that. It is read from the record: where an alias and a dated snapshot of one
provider had the same prices and context on a day, the alias could stand for that snapshot.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Q

from catalog.domain.records import prices_from_json
from catalog.identity.versions import Terms, VersionKind, parse_version, same_terms
from catalog.models import CanonicalModel, Offering, Revision
from changelog.intervals import Interval, merge_adjacent, overlapping

COLUMNS = (
    *("offering", "offering__provider", "offering__provider__name", "offering__model__path"),
    *("valid_from", "valid_to", "facts"),
)


@dataclass(frozen=True, slots=True)
class StatedTerms(Interval):
    """What one provider reported of one id: its terms and release day."""

    path: str
    terms: Terms
    released: str


@dataclass(frozen=True, slots=True)
class AliasInterval(Interval):
    """The snapshots that an alias could stand for; none if no snapshot had its terms."""

    targets: tuple[str, ...]

    @property
    def value(self) -> tuple[str, ...]:
        return self.targets

    @property
    def last(self) -> date | None:
        """The last day; None for today."""
        return self.end and self.end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AliasHistory:
    """An alias at one provider, newest interval first."""

    path: str
    provider: str
    intervals: tuple[AliasInterval, ...]


def alias_intervals(
    alias: Iterable[StatedTerms], snapshots: Sequence[StatedTerms]
) -> list[AliasInterval]:
    """Return in order of time what an alias could stand for; snapshots are in any order. Pure."""
    found: list[AliasInterval] = []
    for stated in alias:
        during = overlapping(snapshots, stated.start, _last(stated))
        days = {one.start for one in during} | {one.end for one in during if one.end}
        inner = {day for day in days if day > stated.start and (not stated.end or day < stated.end)}
        for start, end in pairwise([stated.start, *sorted(inner), stated.end]):
            if start is not None:
                on_day = overlapping(during, start, start)
                found.append(AliasInterval(start, end, _targets(stated, on_day)))
    return merge_adjacent(found)


def _last(stated: StatedTerms) -> date:
    return stated.end - timedelta(days=1) if stated.end else date.max


def _targets(alias: StatedTerms, snapshots: Iterable[StatedTerms]) -> tuple[str, ...]:
    """Return the snapshots at the alias's terms; of several, the one of its release day."""
    alike = [one for one in snapshots if same_terms(alias.terms, one.terms)]
    same_day = [one for one in alike if alias.released and one.released == alias.released]
    chosen = same_day if len(same_day) == 1 else alike
    return tuple(sorted({one.path for one in chosen}))


def read_aliases(versions: Sequence[CanonicalModel]) -> list[AliasHistory]:
    """Return what the undated and "latest" ids among a model's versions stood for; one query.

    Each is read at the provider of its reference offer. An id that never had the terms of a
    snapshot there is left out.
    """
    aliases = [v for v in versions if v.version_kind in {"", VersionKind.POINTER}]
    references = [alias.representative_id for alias in aliases if alias.representative_id]
    if not references:
        return []
    base = base_slug(versions[0])
    own: defaultdict[int, list[StatedTerms]] = defaultdict(list)
    snapshots: defaultdict[int, list[StatedTerms]] = defaultdict(list)
    providers: dict[int, tuple[int, str]] = {}
    for offering, provider, name, *stated in _revisions(versions[0], base, references):
        providers[offering] = provider, name
        terms = _stated(*stated)
        if offering in references:
            own[offering].append(terms)
        elif _is_snapshot(terms.path, base):
            snapshots[provider].append(terms)
    found = [
        AliasHistory(alias.path, providers[reference][1], tuple(reversed(intervals)))
        for alias in aliases
        if (reference := alias.representative_id) in providers
        and (intervals := alias_intervals(own[reference], snapshots[providers[reference][0]]))
    ]
    return [one for one in found if any(interval.targets for interval in one.intervals)]


def base_slug(version: CanonicalModel) -> str:
    """Return a version's slug without its tail."""
    parsed = parse_version(version.slug) if version.version_kind else None
    return parsed.base if parsed else version.slug


def _revisions(
    version: CanonicalModel, base: str, references: Sequence[int]
) -> Iterable[tuple[Any, ...]]:
    sellers = Offering.objects.filter(pk__in=references).values("provider")
    named = Q(offering__model__slug=base) | Q(offering__model__slug__startswith=f"{base}-")
    rows = Revision.objects.filter(
        named, offering__provider__in=sellers, offering__model__maker=version.maker_id
    )
    return rows.order_by("offering", "valid_from").values_list(*COLUMNS)


def _stated(path: str, start: date, end: date | None, facts: Mapping[str, Any]) -> StatedTerms:
    prices = prices_from_json(facts.get("prices", {}))
    terms = Terms(prices.input, prices.output, facts.get("context"))
    return StatedTerms(start, end, path, terms, facts.get("released") or "")


def _is_snapshot(path: str, base: str) -> bool:
    version = parse_version(path.partition("/")[2])
    return version is not None and (version.base, version.kind) == (base, VersionKind.SNAPSHOT)
