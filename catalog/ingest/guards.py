"""Guards: what a payload may not do to the catalogue unless an operator accepts it.

A feed may be wrong without being broken: half of it missing, junk added, every price in another
unit. Each guard compares a payload with the live offerings; GUARDS is the table of them. An
operator accepts one payload with `manage.py accept` or `pull --allow-…`, or in the admin; the next
is compared with it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Min

from catalog.display.translation import gettext_noop as _
from catalog.domain.prices import PriceState
from catalog.feed.normalise import NormalisedPayload
from catalog.feed.payload import PayloadRefused
from catalog.models import Offering, Provider, Snapshot

Key = tuple[str, str]  # provider, provider's model id
Pair = tuple[Decimal | None, Decimal | None]  # USD per 1M tokens: input, output

# Of the live offerings. The largest loss of one day in 13 months of history is 5.4%.
MAX_SHRINK = 0.20
# Per day since the newest payload of an earlier day; the fastest real day grew by 5.7%.
MAX_GROWTH_PER_DAY = 0.50
# A catalogue of this size may grow faster: the real one went from 1 to 189 in its first month.
SMALL = 1000
# Of the offerings in both. The most in one real day: 2.4% of the prices, 1.4% of the names.
MAX_CHANGED = 0.20
# Below this number a share means little: one provider that corrects its prices.
FEW = 20
# An offering younger than this does not count as a loss: junk that one day accepted must not make
# the next honest day look like a shrunk one.
YOUNG = timedelta(days=7)

GONE = _(
    "{gone:,} of {live:,} live offerings are gone from it ({share:.0%});"
    " if that is right, pull with --allow-shrink"
)
GONE_OR_UNREADABLE = _(
    "{gone:,} of {live:,} live offerings are gone or unreadable in it ({share:.0%});"
    " if that is right, pull with --allow-shrink"
)
GROWN = _(
    "{now:,} offerings in it, {before:,} before (at most {most:,});"
    " if that is right, pull with --allow-growth"
)
REPRICED = _(
    "{changed:,} of {priced:,} prices differ ({share:.0%});"
    " if that is right, pull with --allow-price-changes"
)
RENAMED = _(
    "{changed:,} of {listed:,} names differ ({share:.0%});"
    " if that is right, pull with --allow-name-changes"
)


class LiveOffering(NamedTuple):
    """What the guards compare of a live offering."""

    first_seen: date
    name: str
    priced: bool
    prices: Pair


@dataclass(frozen=True, slots=True)
class Before:
    """The catalogue before a payload of `day` is applied.

    `first_day` is the first day on record, `since` the last day on which the newest payload of an
    earlier day was current; None where there is none.
    """

    day: date
    first_day: date | None = None
    since: date | None = None
    offerings: Mapping[Key, LiveOffering] = field(default_factory=dict)
    providers: Mapping[str, str] = field(default_factory=dict)

    @property
    def days(self) -> int:
        """The days since the newest payload of an earlier day, at least one."""
        return max(1, (self.day - self.since).days) if self.since else 1

    def is_young(self, first_seen: date) -> bool:
        """Tell whether a row arrived lately; what the first payload held counts as established."""
        return first_seen != self.first_day and first_seen > self.day - YOUNG


class Share(NamedTuple):
    """A part of a whole: what a guard limits."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        return self.part / self.whole if self.whole else 0.0


Check = Callable[[NormalisedPayload, Before], PayloadRefused | None]


def shrunk(payload: NormalisedPayload, before: Before) -> PayloadRefused | None:
    """Object if over MAX_SHRINK of the established offerings are missing or unreadable."""
    gone = loss(payload, before)
    if gone.part <= MAX_SHRINK * gone.whole:
        return None
    msgid = GONE_OR_UNREADABLE if payload.unreadable else GONE
    return PayloadRefused(msgid, gone=gone.part, live=gone.whole, share=gone.value)


def loss(payload: NormalisedPayload, before: Before) -> Share:
    """Count the established offerings that a payload lacks, of all."""
    established = {k for k, row in before.offerings.items() if not before.is_young(row.first_seen)}
    return Share(len(established - payload.offerings.keys()), len(established))


def grown(payload: NormalisedPayload, before: Before) -> PayloadRefused | None:
    """Object to more than MAX_GROWTH_PER_DAY over what was there before this day."""
    now, base = growth(payload, before)
    if not base or before.since is None:
        return None
    most = max(SMALL, int(base * (1 + MAX_GROWTH_PER_DAY * before.days)))
    return PayloadRefused(GROWN, now=now, before=base, most=most) if now > most else None


def growth(payload: NormalisedPayload, before: Before) -> Share:
    """Count the offerings of a payload, against those on record before its day."""
    # Not counting today's arrivals: hourly pulls must not add half as much again each time.
    base = sum(row.first_seen < before.day for row in before.offerings.values())
    return Share(len(payload.offerings), base)


def repriced(payload: NormalisedPayload, before: Before) -> PayloadRefused | None:
    """Object if over MAX_CHANGED of the published prices differ or are gone."""
    changed = price_changes(payload, before)
    if not _is_too_many(changed):
        return None
    return PayloadRefused(REPRICED, changed=changed.part, priced=changed.whole, share=changed.value)


def price_changes(payload: NormalisedPayload, before: Before) -> Share:
    """Count the published prices that differ or are gone, of those of offerings in both."""
    priced = [k for k, row in before.offerings.items() if row.priced and k in payload.offerings]
    changed = sum(before.offerings[k].prices != _prices(payload, k) for k in priced)
    return Share(changed, len(priced))


def renamed(payload: NormalisedPayload, before: Before) -> PayloadRefused | None:
    """Object if over MAX_CHANGED of the offerings or of the providers have another name."""
    for changed in name_changes(payload, before):
        if _is_too_many(changed):
            return PayloadRefused(
                RENAMED, changed=changed.part, listed=changed.whole, share=changed.value
            )
    return None


def name_changes(payload: NormalisedPayload, before: Before) -> tuple[Share, Share]:
    """Count the other names, of offerings and of providers in both."""
    offerings = [
        row.name != payload.offerings[key].facts.name
        for key, row in before.offerings.items()
        if key in payload.offerings
    ]
    providers = [
        name != payload.providers[key].name
        for key, name in before.providers.items()
        if key in payload.providers
    ]
    return Share(sum(offerings), len(offerings)), Share(sum(providers), len(providers))


def _is_too_many(changed: Share) -> bool:
    return changed.part >= FEW and changed.part > MAX_CHANGED * changed.whole


def _prices(payload: NormalisedPayload, key: Key) -> Pair:
    prices = payload.offerings[key].facts.prices
    return prices.input, prices.output


# By the name with which an operator accepts it: `manage.py pull --allow-<name>`.
GUARDS: dict[str, Check] = {
    "shrink": shrunk,
    "growth": grown,
    "price-changes": repriced,
    "name-changes": renamed,
}


def refuse_implausible(
    payload: NormalisedPayload, day: date, accepted: Collection[str] = ()
) -> None:
    """Raise PayloadRefused for what an operator must accept first."""
    for objection in objections(payload, day, accepted).values():
        raise objection


def objections(
    payload: NormalisedPayload, day: date, accepted: Collection[str] = ()
) -> dict[str, PayloadRefused]:
    """Return what the guards that were not told to let it pass object to, by name of guard."""
    before = catalogue_before(day)
    found = {name: check(payload, before) for name, check in GUARDS.items() if name not in accepted}
    return {name: objection for name, objection in found.items() if objection}


def catalogue_before(day: date) -> Before:
    """Read what the guards compare a payload of `day` with."""
    rows = Offering.objects.live().values_list(
        *("provider__key", "provider_model_id", "first_seen", "name", "price_state"),
        *("input_price", "output_price"),
    )
    earlier = Snapshot.objects.light().in_use().in_order().filter(day__lt=day).last()
    return Before(
        day,
        first_day=Offering.objects.aggregate(first=Min("first_seen"))["first"],
        since=earlier.confirmed_on if earlier else None,
        offerings={
            (provider, model_id): LiveOffering(first, name, state == PriceState.PRICED, tuple(pair))
            for provider, model_id, first, name, state, *pair in rows.iterator(chunk_size=5000)
        },
        providers=dict(Provider.objects.live().values_list("key", "name")),
    )
