"""The price changes of the last days, by cause: one event where several offers follow one price.

Only real moves count: the same offer has another published price. A free price that begins or ends,
a doubtful price, that of a deprecated offer, a change under one percent, and a price that is back
where it was are none; nor is another offer that becomes the recommended one. The new prices of many
models at one provider are a list of their own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from django.db.models import Exists, OuterRef, Q

from catalog.domain.records import DEPRECATED
from catalog.models import CanonicalModel, Provider, Revision
from changelog.causes.entries import WEIGHTS, Entry, Line, lines_of
from changelog.causes.rules import Cause, events_of
from changelog.diff import Kind
from changelog.forms import BY_PROVIDER, ChangelogQuery
from changelog.models import LINE_COLUMNS, Change, ChangeQuerySet
from changelog.reading import ChangeLine

WEEK = 7

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
class PriceList:
    """The new prices of many models at one provider on one day."""

    provider: Provider
    day: date
    moves: tuple[OfferMove, ...]

    @property
    def lower(self) -> int:
        return sum(move.weight < 0 for move in self.moves)

    @property
    def higher(self) -> int:
        return len(self.moves) - self.lower

    @property
    def query(self) -> str:
        """The query string that shows all of them."""
        view = ChangelogQuery(kind="prices", provider=self.provider.key, by=BY_PROVIDER)
        return view.of_day(self.day).text


@dataclass(frozen=True, slots=True)
class PriceNews:
    """The price moves of some days, the most important first, and the longest price lists."""

    moves: tuple[PriceMove, ...]
    lists: tuple[PriceList, ...]


def price_moves(today: date, days: int = WEEK) -> list[PriceMove]:
    """Return the price moves of the last days, the most important first; one query."""
    return list(price_news(today, days).moves)


def price_news(today: date, days: int = WEEK) -> PriceNews:
    """Read the price changes of the last days and put together what has one cause; one query."""
    since = today - timedelta(days=days)
    changes = without_blips(_price_changes(since, today))
    rows = {change.number: change for change in changes}
    moves: list[PriceMove] = []
    lists: list[PriceList] = []
    for _day, own in groupby(changes, key=lambda change: change.day):
        for event in events_of(lines_of(_entry(change) for change in own)):
            offers = tuple(move for line in event.lines if (move := _offer_move(line, rows)).weight)
            if event.cause is Cause.PRICE_LIST and offers:
                first = offers[0].first
                lists.append(PriceList(first.provider, first.day, offers))
            elif offers:
                moves += _moves([offers])
    return PriceNews(
        tuple(sorted(moves, key=lambda move: (move.rank, move.model.path))),
        tuple(sorted(lists, key=lambda one: (-len(one.moves), -one.day.toordinal()))),
    )


def _entry(change: Change) -> Entry:
    model = change.model
    return Entry(
        number=change.number,
        day=change.day,
        kind=Kind(change.kind),
        provider=change.provider_id,
        field=change.field,
        offering=change.offering_id,
        model=change.model_id,
        own=model is not None and change.provider.maker_id == model.maker_id,
        old=change.old,
        new=change.new,
        percent=change.percent,
        direction=change.direction,
    )


def _offer_move(line: Line, rows: Mapping[int, Change]) -> OfferMove:
    return OfferMove(ChangeLine(tuple(rows[entry.number] for entry in line.entries)))


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
    # Nobody should move to an offer that its provider means to end; the changelog has its prices.
    rows = rows.exclude(_deprecated_on(today))
    with_makers = rows.select_related("provider", "offering", "model")
    columns = (*LINE_COLUMNS, "provider__maker", "model__maker")
    return list(with_makers.only(*columns).in_order())


def _deprecated_on(day: date) -> Exists:
    """Return the condition that the offer of a change was deprecated on a day."""
    own = Revision.objects.as_of(day).filter(offering=OuterRef("offering"))
    return Exists(own.filter(facts__status=DEPRECATED))


def _moves(causes: Iterable[Sequence[OfferMove]]) -> Iterator[PriceMove]:
    for moves in causes:
        ranked = sorted(moves, key=lambda one: (not one.own, -one.times, one.first.number))
        model = ranked[0].first.model
        if model is not None:
            yield PriceMove(model, ranked[0].first.day, tuple(ranked))
