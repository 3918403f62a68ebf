"""What happened in the last days, told by cause: one event where several offers follow one price.

Only real moves count: the same offer has another published price. A free price that begins or ends,
a doubtful price, a change under one percent, and a price that is back where it was are none; nor is
another offer that becomes the recommended one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from catalog.models import CanonicalModel
from changelog.causes.entries import WEIGHTS
from changelog.diff import Kind
from changelog.lifecycle import new_models, withdrawn_models
from changelog.models import LINE_COLUMNS, Change, ChangeQuerySet
from changelog.reading import ChangeLine

WEEK = 7
LINES_OF_THE_WEEK, NEW_SHOWN, RETIRED_SHOWN = 10, 4, 2

Key = tuple[int, str]  # an offering and the name of a price


@dataclass(frozen=True, slots=True)
class OfferMove:
    """How the prices of one offer moved on one day."""

    line: ChangeLine

    @property
    def first(self) -> Change:
        return self.line.first

    @property
    def weight(self) -> Decimal:
        """The changes in percent, weighted as in a blended price."""
        weighted = (
            (change.percent or Decimal(0)) * WEIGHTS[change.field] for change in self.line.changes
        )
        return sum(weighted, Decimal(0))

    @property
    def times(self) -> Decimal:
        """The factor between the prices, at least 1: a cut to a third equals a rise to three."""
        shares = sum(WEIGHTS[change.field] for change in self.line.changes)
        factor = 1 + self.weight / shares / 100
        return max(factor, 1 / factor)

    @property
    def own(self) -> bool:
        """Whether the model's maker is the seller."""
        model = self.first.model
        return model is not None and self.first.provider.maker_id == model.maker_id


@dataclass(frozen=True)
class PriceMove:
    """A cut or a rise of one model's price on one day: at one offer, or at several."""

    model: CanonicalModel
    day: date
    moves: tuple[OfferMove, ...]

    @cached_property
    def lead(self) -> OfferMove:
        """The maker's own offer, else the one that moved furthest."""
        return self.moves[0]

    @property
    def others(self) -> tuple[OfferMove, ...]:
        return self.moves[1:]

    @property
    def is_cut(self) -> bool:
        return self.lead.weight < 0

    @property
    def rank(self) -> tuple[bool, int, Decimal]:
        """Sort by it: the maker's own prices first, then what most offers did, then the size."""
        return not self.lead.own, -len(self.moves), -self.lead.times


@dataclass(frozen=True, slots=True)
class Week:
    """The last seven days in about ten lines, the most important first."""

    since: date
    moves: tuple[PriceMove, ...]
    new: tuple[CanonicalModel, ...]
    retired: tuple[CanonicalModel, ...]

    @property
    def quiet(self) -> bool:
        return not (self.moves or self.new or self.retired)


def price_moves(today: date, days: int = WEEK) -> list[PriceMove]:
    """Return the price moves of the last days, the most important first; one query."""
    since = today - timedelta(days=days)
    changes = without_blips(_price_changes(since, today))
    by_offer: defaultdict[tuple[date, int], list[Change]] = defaultdict(list)
    for change in changes:
        by_offer[change.day, change.offering_id or 0].append(change)
    offers = [OfferMove(ChangeLine(tuple(own))) for own in by_offer.values()]
    by_cause: defaultdict[tuple[date, int, bool], list[OfferMove]] = defaultdict(list)
    for move in offers:
        if move.weight:
            by_cause[move.first.day, move.first.model_id or 0, move.weight < 0].append(move)
    return sorted(_moves(by_cause.values()), key=lambda move: (move.rank, move.model.path))


def newest_first(moves: Iterable[PriceMove]) -> list[PriceMove]:
    """Return moves by day, newest first: those of makers' own prices, then the others."""
    return sorted(moves, key=lambda move: (move.lead.own, move.day), reverse=True)


def without_blips(changes: Sequence[Change]) -> list[Change]:
    """Leave out the prices that are back at their old value by the end; `changes` are by time."""
    paths: defaultdict[Key, list[Change]] = defaultdict(list)
    for change in changes:
        paths[change.offering_id or 0, change.field].append(change)
    back = {key for key, path in paths.items() if path[0].price_old == path[-1].price_new}
    return [change for change in changes if (change.offering_id or 0, change.field) not in back]


def read_week(today: date) -> Week:
    """Read the last seven days, in a few queries for any number of changes."""
    since = today - timedelta(days=WEEK)
    new = [model for model in _by_providers(new_models(today)) if model.first_seen > since]
    gone = withdrawn_models(today)
    retired = [model for model in gone if model.withdrawn_on and model.withdrawn_on > since]
    new, retired = new[:NEW_SHOWN], retired[:RETIRED_SHOWN]
    room = LINES_OF_THE_WEEK - len(new) - len(retired)
    return Week(since, tuple(price_moves(today)[:room]), tuple(new), tuple(retired))


def _by_providers(models: Iterable[CanonicalModel]) -> list[CanonicalModel]:
    """Return models with those first that most providers offer."""
    return sorted(models, key=lambda model: -model.provider_count)


def _price_changes(since: date, today: date) -> list[Change]:
    """Return the price changes of live models in order of time, with their makers."""
    rows: ChangeQuerySet = Change.objects.significant().filter(
        kind=Kind.PRICE,
        field__in=WEIGHTS,
        tier=None,
        day__gt=since,
        day__lte=today,
        price_doubt="",
        # Without a percentage or with −100% there was no price, or there is none any more.
        percent__gt=-100,
    )
    rows = rows.filter(Q(model__withdrawn_on=None) | Q(model__withdrawn_on__gt=today))
    with_makers = rows.select_related("provider", "offering", "model")
    columns = (*LINE_COLUMNS, "provider__maker", "model__maker")
    return list(with_makers.only(*columns).in_order())


def _moves(causes: Iterable[list[OfferMove]]) -> Iterator[PriceMove]:
    for moves in causes:
        ranked = sorted(moves, key=lambda one: (not one.own, -one.times, one.first.number))
        model = ranked[0].first.model
        if model is not None:
            yield PriceMove(model, ranked[0].first.day, tuple(ranked))
