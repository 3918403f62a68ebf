"""Whose price moved most since some day: models at the price of their recommended channel."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F

from catalog.models import CanonicalModel, Snapshot
from changelog.models import ModelRevision

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Mover:
    """A model's blended price then and now; `other_channel` if another one is recommended now."""

    model: CanonicalModel
    before: Decimal
    now: Decimal
    other_channel: bool

    @property
    def share(self) -> Decimal:
        return (self.now - self.before) / self.before


@dataclass(frozen=True, slots=True)
class Movers:
    since: date
    falls: tuple[Mover, ...]
    rises: tuple[Mover, ...]


def biggest_movers(today: date, days: int) -> Movers | None:
    """Compare today's prices with those so many days ago, or of the first day on record."""
    first = Snapshot.objects.light().order_by("day").values_list("day", flat=True).first()
    if first is None:
        return None
    since = max(first, today - timedelta(days=days))
    found = sorted(_movers(since), key=lambda mover: (mover.share, mover.model.path))
    falls = [mover for mover in found if mover.share < 0]
    rises = [mover for mover in reversed(found) if mover.share > 0]
    return Movers(since, tuple(falls[:SHOWN]), tuple(rises[:SHOWN]))


def _movers(since: date) -> Iterator[Mover]:
    then = ModelRevision.objects.as_of(since).filter(
        blended_price__gt=0, model__blended_price__isnull=False, model__withdrawn_on=None
    )
    for row in then.exclude(blended_price=F("model__blended_price")).select_related("model"):
        other = row.recommended_id != row.model.recommended_id
        yield Mover(row.model, row.blended_price, row.model.blended_price, other)
