"""The biggest price changes since a day: of each model on a constant offer, and of which offer.

A model's price is that of its maker's own offer, else the median of the same offers. What it costs
also changes when another offer becomes the recommended one: no price moved, so those changes have
a list of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F

from catalog.domain.records import DEPRECATED
from catalog.models import CanonicalModel, Snapshot
from changelog.history.constant_prices import constant_prices
from changelog.models import ModelRevision

SHOWN = 5
COLUMNS = (
    *("valid_from", "model_id", "model__path", "blended_price", "model__blended_price"),
    *("recommended_id", "model__recommended_id"),
)


@dataclass(frozen=True, slots=True)
class Mover:
    """A model's blended price then and now."""

    model: CanonicalModel
    before: Decimal
    now: Decimal

    @property
    def share(self) -> Decimal:
        """The change as a share of the old price."""
        return (self.now - self.before) / self.before


class PriceChange(NamedTuple):
    """A mover before its model is read; sorts by share, then by the model's path."""

    share: Decimal
    path: str
    model: int
    before: Decimal
    now: Decimal


@dataclass(frozen=True, slots=True)
class Movers:
    """The biggest falls and rises of one offer, and changes of the offer; the biggest first."""

    since: date
    falls: tuple[Mover, ...]
    rises: tuple[Mover, ...]
    switches: tuple[Mover, ...]

    @property
    def first_day(self) -> date:
        """The first day of which a change counts: `since` has the prices before."""
        return self.since + timedelta(days=1)


def biggest_movers(today: date, days: int) -> Movers | None:
    """Compare today's prices with those `days` ago, or of the first day on record; eight queries.

    Returns None while nothing is on record.
    """
    first = Snapshot.objects.light().in_use().order_by("day").values_list("day", flat=True).first()
    if first is None:
        return None
    since = max(first, today - timedelta(days=days))
    moved = sorted(_moves(since, today))
    falls = [change for change in moved if change.share < 0][:SHOWN]
    rises = [change for change in reversed(moved) if change.share > 0][:SHOWN]
    switches = sorted(_switches(since), key=lambda change: (-abs(change.share), change.path))
    shown = [change.model for change in (*falls, *rises, *switches[:SHOWN])]
    models = CanonicalModel.objects.in_bulk(shown)
    return Movers(since, *(_movers(some, models) for some in (falls, rises, switches[:SHOWN])))


def _moves(since: date, today: date) -> Iterator[PriceChange]:
    """Yield the models whose price on a constant offer is another one than on a day."""
    prices = constant_prices(since, today)
    sold = CanonicalModel.objects.listed().not_deprecated()
    listed = sold.filter(blended_price__isnull=False)
    for pk, path in listed.filter(pk__in=list(prices)).values_list("pk", "path"):
        before, now = prices[pk][0].price, prices[pk][-1].price
        if before and now and before != now:
            yield PriceChange((now - before) / before, path, pk, before, now)


def _switches(since: date) -> Iterator[PriceChange]:
    """Yield the models of which another offer is recommended, at another price, than on a day."""
    ended = ModelRevision.objects.filter(
        valid_to__gt=since,
        blended_price__gt=0,
        model__blended_price__isnull=False,
        model__withdrawn_on=None,
        # The released model alone, not also its preview.
        model__version_of=None,
        # Today's doubt covers the past: a price is doubted only once there are enough to compare.
        recommended__price_doubt="",
    ).exclude(blended_price=F("model__blended_price"))
    # Where the offer that ends led until today, the switch is no price that anyone chose.
    ended = ended.exclude(model__recommended__status=DEPRECATED)
    for start, model, path, before, now, then, recommended in ended.values_list(*COLUMNS):
        # Compared here, not in SQL: with a second bound the database would choose the index of
        # first days and read every revision ever written, instead of the few that ended lately.
        if start <= since and then != recommended:
            yield PriceChange((now - before) / before, path, model, before, now)


def _movers(changes: list[PriceChange], models: dict[int, CanonicalModel]) -> tuple[Mover, ...]:
    return tuple(Mover(models[change.model], change.before, change.now) for change in changes)
