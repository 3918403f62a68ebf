"""Whose price moved most since some day: models at the price of their recommended channel."""

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
class MoverRow:
    """A model's blended price then and now; `other_channel` if another one is recommended now."""

    model: CanonicalModel
    before: Decimal
    now: Decimal
    other_channel: bool

    @property
    def share(self) -> Decimal:
        return (self.now - self.before) / self.before


class Move(NamedTuple):
    """What the database says of a mover, before its model is read."""

    share: Decimal
    path: str
    model: int
    before: Decimal
    now: Decimal
    other_channel: bool


@dataclass(frozen=True, slots=True)
class Movers:
    since: date
    falls: tuple[MoverRow, ...]
    rises: tuple[MoverRow, ...]


def biggest_movers(today: date, days: int) -> Movers | None:
    """Compare today's prices with those so many days ago, or of the first day on record."""
    first = Snapshot.objects.light().in_use().order_by("day").values_list("day", flat=True).first()
    if first is None:
        return None
    since = max(first, today - timedelta(days=days))
    moves = sorted(_moves(since))
    falls = [move for move in moves if move.share < 0][:SHOWN]
    rises = [move for move in reversed(moves) if move.share > 0][:SHOWN]
    known = CanonicalModel.objects.in_bulk([move.model for move in (*falls, *rises)])
    return Movers(since, _movers(falls, known), _movers(rises, known))


def _moves(since: date) -> Iterator[Move]:
    """Read the models whose price has ended since: what holds still is the price of today."""
    ended = ModelRevision.objects.filter(
        valid_to__gt=since,
        blended_price__gt=0,
        model__blended_price__isnull=False,
        model__withdrawn_on=None,
    ).exclude(blended_price=F("model__blended_price"))
    for start, model, path, before, now, then, channel in ended.values_list(*COLUMNS):
        # Said to the database, it would look through all that ever began before that day.
        if start <= since:
            yield Move((now - before) / before, path, model, before, now, then != channel)


def _movers(moves: list[Move], known: dict[int, CanonicalModel]) -> tuple[MoverRow, ...]:
    return tuple(
        MoverRow(known[move.model], move.before, move.now, move.other_channel) for move in moves
    )
