"""What a refused payload would change, as far as an operator reads it: the biggest first.

Calculated by the pull that refuses it and stored with it, so that no page parses a payload.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from catalog.admin.base import as_text
from catalog.feed.normalise import NormalisedPayload, carry_unreadable
from changelog.diff import Difference, Kind, diff

MOST_PROVIDERS, MOST_OF_A_KIND = 40, 20
LONGEST_VALUE = 120  # characters


class ProviderChange(NamedTuple):
    """How many offers of a provider there are now, and would be gone, new or changed."""

    provider: str
    offers: int
    gone: int
    new: int
    changed: int


class ReportedDifference(NamedTuple):
    """One difference as it is stored; values are texts as in JSON."""

    kind: str
    provider: str
    provider_model_id: str
    field: str
    old: str
    new: str
    percent: str


@dataclass(frozen=True, slots=True)
class RefusalReport:
    """The counts of both payloads and of the differences by kind, and the biggest of them.

    `more_providers` would change too, and are not listed.
    """

    offers_before: int
    offers_after: int
    providers_before: int
    providers_after: int
    counts: dict[str, int]
    providers: Sequence[ProviderChange]
    more_providers: int
    biggest: Sequence[ReportedDifference]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def refusal_report(before: NormalisedPayload, after: NormalisedPayload) -> RefusalReport:
    """Compare payloads as the feed has them, leaving out noise (see `changelog.diff`)."""
    after = carry_unreadable(before, after)
    found = [one for one in diff(before, after) if not one.noise]
    providers = _by_provider(before, found)
    return RefusalReport(
        *(len(before.offerings), len(after.offerings)),
        *(len(before.providers), len(after.providers)),
        counts=dict(Counter(one.kind.value for one in found)),
        providers=providers[:MOST_PROVIDERS],
        more_providers=len(providers[MOST_PROVIDERS:]),
        biggest=list(_biggest(found)),
    )


def report_to_json(report: RefusalReport) -> dict[str, Any]:
    return asdict(report)


def report_from_json(stored: dict[str, Any]) -> RefusalReport:
    """Return a report as `report_to_json` stored it."""
    providers = [ProviderChange(*row) for row in stored["providers"]]
    biggest = [ReportedDifference(*row) for row in stored["biggest"]]
    return RefusalReport(**stored | {"providers": providers, "biggest": biggest})


def _by_provider(
    before: NormalisedPayload, found: Iterable[Difference]
) -> Sequence[ProviderChange]:
    offers = Counter(provider for provider, _model_id in before.offerings)
    touched: defaultdict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in found:
        if one.provider_model_id:
            way = {Kind.WITHDRAWAL: "gone", Kind.ARRIVAL: "new"}.get(one.kind, "changed")
            touched[one.provider][way].add(one.provider_model_id)
    rows = [
        ProviderChange(key, offers[key], *(len(ways[way]) for way in ("gone", "new", "changed")))
        for key, ways in touched.items()
    ]
    return sorted(rows, key=lambda row: (-row.gone - row.new - row.changed, row.provider))


def _biggest(found: Collection[Difference]) -> Iterable[ReportedDifference]:
    """Yield some of each kind, the kinds in their order, the largest changes of numbers first."""
    for kind in Kind:
        of_kind = sorted((one for one in found if one.kind is kind), key=_size, reverse=True)
        yield from map(_stored, of_kind[:MOST_OF_A_KIND])


def _size(one: Difference) -> Decimal:
    # From or to nothing, or beyond all measure.
    return Decimal("Infinity") if one.percent is None else abs(one.percent)


def _stored(one: Difference) -> ReportedDifference:
    return ReportedDifference(
        kind=one.kind.value,
        provider=one.provider,
        provider_model_id=one.provider_model_id,
        field=one.field if one.tier is None else f"{one.field} > {one.tier:,}",
        old=as_text(one.old)[:LONGEST_VALUE],
        new=as_text(one.new)[:LONGEST_VALUE],
        percent="" if one.percent is None else str(one.percent),
    )
