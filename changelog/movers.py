"""The biggest changes of blended prices since a day, at the recommended offering of each model.

What a model costs also changes when another offer becomes the recommended one: no price moved, so
those changes have a list of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F

from catalog.models import CanonicalModel, Snapshot
from changelog.models import ModelRevision

SHOWN = 5
COLUMNS = (
    *("valid_from", "model_id", "model__path", "blended_price", "model__blended_price"),
    *("recommended_id", "model__recommended_id"),
)


@dataclass(frozen=True, slots=True)
class Mover:
    """A model's blended price then and now; `other_offering` if another one is recommended now."""

    model: CanonicalModel
    before: Decimal
    now: Decimal
    other_offering: bool

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
    other_offering: bool


@dataclass(frozen=True, slots=True)
class Movers:
    """The biggest falls and rises of one offer, and changes of the offer; the biggest first."""

    since: date
    falls: tuple[Mover, ...]
    rises: tuple[Mover, ...]
    switches: tuple[Mover, ...]


def biggest_movers(today: date, days: int) -> Movers | None:
    """Compare today's prices with those `days` ago, or of the first day on record; three queries.

    Returns None while nothing is on record.
    """
    first = Snapshot.objects.light().in_use().order_by("day").values_list("day", flat=True).first()
    if first is None:
        return None
    since = max(first, today - timedelta(days=days))
    changes = sorted(_price_changes(since))
    same = [change for change in changes if not change.other_offering]
    falls = [change for change in same if change.share < 0][:SHOWN]
    rises = [change for change in reversed(same) if change.share > 0][:SHOWN]
    others = [change for change in changes if change.other_offering]
    switches = sorted(others, key=lambda change: -abs(change.share))[:SHOWN]
    shown = [change.model for change in (*falls, *rises, *switches)]
    models = CanonicalModel.objects.in_bulk(shown)
    return Movers(since, *(_movers(some, models) for some in (falls, rises, switches)))


def _price_changes(since: date) -> Iterator[PriceChange]:
    """Yield the models whose price on a day has ended since; any other still has the same price."""
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
    for start, model, path, before, now, then, recommended in ended.values_list(*COLUMNS):
        # Compared here, not in SQL: with a second bound the database would choose the index of
        # first days and read every revision ever written, instead of the few that ended lately.
        if start <= since:
            share = (now - before) / before
            yield PriceChange(share, path, model, before, now, then != recommended)


def _movers(changes: list[PriceChange], models: dict[int, CanonicalModel]) -> tuple[Mover, ...]:
    return tuple(
        Mover(models[change.model], change.before, change.now, change.other_offering)
        for change in changes
    )
