"""What made values change: the table of rules that turns the changes of a day into events. Pure.

Each rule takes the changes that have one cause; the first rule in the table takes them away from
the others. The order is from the surest sign to the weakest.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from changelog.causes.entries import Entry, Line
from changelog.diff import Kind

ADDED = frozenset({Kind.ARRIVAL, Kind.RETURN})
GONE = frozenset({Kind.WITHDRAWAL})
PRICES = frozenset({Kind.PRICE})
# What editors of a feed keep in order; it changes nothing for who uses the model.
DETAILS = frozenset({Kind.DATE, Kind.RENAME, Kind.DETAIL})
FACTS = frozenset(
    {Kind.LIMIT, Kind.CAPABILITY, Kind.FIRST_REPORT, Kind.SILENCE, Kind.MODALITY, Kind.STATUS}
)
EVERY_KIND = frozenset(Kind)


class Cause(StrEnum):
    BLIP = "blip"
    PROVIDER_RENAMED = "provider-renamed"
    ID_RENAMED = "id-renamed"
    PROVIDER_ADDED = "provider-added"
    PROVIDER_GONE = "provider-gone"
    PRICE = "price"  # of one model, at its maker or at several providers
    PRICE_LIST = "price-list"  # of many models at one provider
    MODEL_ADDED = "model-added"
    MODEL_GONE = "model-gone"
    OFFERS_ADDED = "offers-added"
    OFFERS_GONE = "offers-gone"
    MAKER_EDIT = "maker-edit"  # the same edit of several models of one maker
    MODEL_EDIT = "model-edit"  # the same edit of one model at several providers
    BULK_EDIT = "bulk-edit"  # many fields of many offers at one provider
    FIELD_EDIT = "field-edit"  # one field of several offers at one provider
    MATCHING = "matching"
    CORRECTION = "correction"  # by an editor
    DETAILS = "details"
    OFFER = "offer"  # whatever else changed at one offer


@dataclass(frozen=True, slots=True)
class Size:
    """How much a group of lines covers."""

    lines: int
    offers: int
    models: int
    providers: int
    fields: int
    own: bool
    new_model: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One cause: the kinds of changes it takes, what they share, and how many make it sure.

    A key of None leaves a line to the rules below.
    """

    cause: Cause
    kinds: frozenset[Kind]
    key: Callable[[Line], Hashable | None]
    enough: Callable[[Size], bool]


@dataclass(frozen=True, slots=True)
class Event:
    """What one cause changed on one day, the line first that tells it best."""

    cause: Cause
    lines: tuple[Line, ...]

    @property
    def first(self) -> Entry:
        return self.lines[0].first

    @property
    def entries(self) -> list[Entry]:
        return [entry for line in self.lines for entry in line.entries]

    @property
    def size(self) -> Size:
        return measure(self.lines)


def _always(_size: Size) -> bool:
    return True


def _several_providers(size: Size) -> bool:
    # Two providers list an old model on one day by chance; a third is a release.
    return size.providers >= (2 if size.new_model else 3)


def _by_offer(line: Line) -> Hashable:
    return line.first.provider, line.first.offering


def _by_provider(line: Line) -> Hashable | None:
    return line.first.provider if line.first.offering else None


def _by_model(line: Line) -> Hashable | None:
    return line.first.model


def _by_price_move(line: Line) -> Hashable | None:
    """Return model and direction of a price change; a likely mistake follows nothing.

    Prices that were not published before have no direction: they must be the same ones.
    """
    doubtful = any(entry.doubtful for entry in line.entries)
    return None if doubtful else (line.first.model, line.direction or line.values)


def _by_new_price(line: Line) -> Hashable | None:
    move = _by_price_move(line)
    return None if move is None else (move, line.values)


def _by_makers_edit(line: Line) -> Hashable | None:
    one = line.first
    return (one.maker, one.kind, one.field, repr(one.old), repr(one.new)) if one.model else None


def _by_models_edit(line: Line) -> Hashable | None:
    one = line.first
    return (one.model, one.kind, one.field, repr(one.new)) if one.model else None


def _by_same_edit(line: Line) -> Hashable | None:
    edit = _by_models_edit(line)
    return None if edit is None else (edit, repr(line.first.old))


def _by_field(line: Line) -> Hashable | None:
    one = line.first
    return (one.provider, one.kind, one.field) if one.offering else None


RULES = (
    # One price, where others follow it: the maker's own, or that of many providers at once.
    Rule(Cause.PRICE, PRICES, _by_price_move, lambda size: size.own or size.providers >= 3),
    Rule(Cause.PRICE, PRICES, _by_new_price, lambda size: size.providers >= 2),
    Rule(Cause.PRICE_LIST, PRICES, _by_provider, lambda size: size.offers >= 5),
    # A release reaches several providers on one day; a provider's own additions are a list.
    Rule(Cause.MODEL_ADDED, ADDED, _by_model, _several_providers),
    Rule(Cause.MODEL_GONE, GONE, _by_model, _several_providers),
    Rule(Cause.OFFERS_ADDED, ADDED, _by_provider, _always),
    Rule(Cause.OFFERS_GONE, GONE, _by_provider, _always),
    Rule(
        Cause.MAKER_EDIT,
        FACTS | DETAILS,
        _by_makers_edit,
        lambda size: size.models >= 3 and size.providers >= 3,
    ),
    Rule(
        Cause.MODEL_EDIT,
        FACTS | DETAILS,
        _by_models_edit,
        lambda size: size.providers >= (2 if size.own else 3),
    ),
    Rule(Cause.MODEL_EDIT, FACTS | DETAILS, _by_same_edit, lambda size: size.providers >= 2),
    # Dates and names that an import brings along are told apart, with the other details.
    Rule(
        Cause.BULK_EDIT,
        FACTS,
        _by_provider,
        lambda size: size.offers >= 5 and size.fields >= 2,
    ),
    Rule(Cause.FIELD_EDIT, FACTS, _by_field, lambda size: size.offers >= 3),
    # An editor gives a reason for each.
    Rule(Cause.CORRECTION, frozenset({Kind.CORRECTION}), lambda line: line.first.number, _always),
    Rule(Cause.MATCHING, frozenset({Kind.REGROUPING}), lambda line: True, _always),
    Rule(Cause.DETAILS, DETAILS, lambda line: line.first.provider, lambda size: size.lines >= 2),
    # Prices apart from the rest: a price change is news also where a limit changed beside it.
    Rule(Cause.PRICE, PRICES, _by_price_move, _always),
    Rule(Cause.OFFER, EVERY_KIND, _by_offer, _always),
)


def measure(lines: Sequence[Line]) -> Size:
    """Count what some lines cover."""
    firsts = [line.first for line in lines]
    return Size(
        lines=len(lines),
        offers=len({one.offering for one in firsts if one.offering}),
        models=len({one.model for one in firsts if one.model}),
        providers=len({one.provider for one in firsts}),
        fields=len({(one.kind, one.field) for one in firsts}),
        own=any(one.own for one in firsts),
        new_model=any(one.new_model for one in firsts),
    )


def events_of(lines: Iterable[Line], rules: Sequence[Rule] = RULES) -> list[Event]:
    """Turn the lines of one day into events; each line is in exactly one of them."""
    left = list(lines)
    events = []
    for rule in rules:
        groups: defaultdict[Hashable, list[Line]] = defaultdict(list)
        for line in left:
            if line.first.kind in rule.kinds and (key := rule.key(line)) is not None:
                groups[key].append(line)
        found = [group for group in groups.values() if rule.enough(measure(group))]
        events += [Event(rule.cause, tuple(sorted(group, key=_leads))) for group in found]
        taken = {id(line) for group in found for line in group}
        left = [line for line in left if id(line) not in taken]
    return events


def _leads(line: Line) -> tuple[bool, Decimal, int]:
    """Sort by it: the maker's own offer, then what moved furthest, then the order of numbers."""
    return not line.first.own, -abs(line.weight), line.first.number
