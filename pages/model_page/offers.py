"""What the channels of one model say, side by side: their prices, and where they differ."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log
from operator import attrgetter
from statistics import median
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.domain.facts import VOTED
from catalog.domain.prices import PriceState
from catalog.models import CanonicalModel, Offering

# Where the lowest and the highest price stand in the picture, in percent of its width.
LEFT, RIGHT = 2.0, 98.0


@dataclass(frozen=True, slots=True)
class PriceSpread:
    """Blended prices of the channels that publish one, in USD per million tokens.

    Places are those in the picture, in percent of its width, by logarithm.
    """

    lowest: Offering
    highest: Offering
    median: Decimal
    median_place: float
    times: Decimal
    places: tuple[float, ...]


def price_spread(offerings: Iterable[Offering]) -> PriceSpread | None:
    """Return how far the published prices lie apart; None where fewer than two are published."""
    priced = sorted(
        (offering.blended_price, offering.provider.key, offering.pk, offering)
        for offering in offerings
        if offering.blended_price is not None
    )
    if len(priced) < 2:
        return None
    prices = [price for price, *_rest in priced]
    place = _scale(prices[0], prices[-1])
    middle = median(prices)
    return PriceSpread(
        lowest=priced[0][-1],
        highest=priced[-1][-1],
        median=middle,
        median_place=place(middle),
        times=prices[-1] / prices[0],
        places=tuple(map(place, prices)),
    )


def _scale(lowest: Decimal, highest: Decimal) -> Callable[[Decimal], float]:
    """Return the place of a price between the two, equal ratios being equal distances."""
    width = log(highest / lowest)
    if width == 0:
        return lambda _price: (LEFT + RIGHT) / 2
    return lambda price: round(LEFT + (RIGHT - LEFT) * log(price / lowest) / width, 2)


@dataclass(frozen=True, slots=True)
class OffersByState:
    """Channels by how they are paid for, each list in the order in which it came."""

    priced: list[Offering]
    free: list[Offering]
    plan: list[Offering]
    unknown: list[Offering]


def offers_by_state(offerings: Sequence[Offering]) -> OffersByState:
    return OffersByState(
        *([o for o in offerings if o.price_state == state.value] for state in PriceState)
    )


SILENCE: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class OfferFact:
    """One fact that channels may state differently, and how it is shown."""

    name: str
    label: str | Promise
    kind: str = "text"


FACTS = (
    OfferFact("context", _("Context"), "number"),
    OfferFact("max_output", _("Maximum output"), "number"),
    OfferFact("tool_calling", _("Tool calling"), "flag"),
    OfferFact("structured_output", _("Structured output"), "flag"),
    OfferFact("reasoning", _("Reasoning"), "flag"),
    OfferFact("temperature", _("Temperature control"), "flag"),
    OfferFact("attachment", _("Attachments"), "flag"),
    OfferFact("open_weights", _("Open weights"), "flag"),
    OfferFact("input_modalities", _("Input"), "list"),
    OfferFact("output_modalities", _("Output"), "list"),
    OfferFact("released", _("Released")),
    OfferFact("knowledge", _("Knowledge cutoff")),
)


@dataclass(frozen=True, slots=True)
class ConflictColumn:
    """What each channel states of one fact, and what the head of the page does."""

    fact: OfferFact
    values: list[Any]
    usual: Any

    def differs(self, value: Any) -> bool:
        return value not in SILENCE and value != self.usual


@dataclass(frozen=True, slots=True)
class ConflictTable:
    """The facts on which channels differ, and what each of the channels states of them."""

    offerings: Sequence[Offering]
    columns: list[ConflictColumn]
    representative: Offering | None

    @property
    def outvoted(self) -> bool:
        """Whether most channels state of some fact what the representative one does not."""
        if self.representative is None:
            return False
        stated = ((c, getattr(self.representative, c.fact.name)) for c in self.columns)
        return any(c.fact.name in VOTED and value != c.usual for c, value in stated)


def conflict_table(offerings: Sequence[Offering], model: CanonicalModel) -> ConflictTable:
    """Return the facts of which at least two values are reported; silence is no difference."""
    columns = [_column(fact, offerings, model) for fact in FACTS]
    disagreed = [column for column in columns if _disagrees(column)]
    return ConflictTable(offerings, disagreed, model.representative)


def _column(
    fact: OfferFact, offerings: Sequence[Offering], model: CanonicalModel
) -> ConflictColumn:
    stated = attrgetter(fact.name)
    return ConflictColumn(fact, list(map(stated, offerings)), stated(model))


def _disagrees(column: ConflictColumn) -> bool:
    reported = [value for value in column.values if value not in SILENCE]
    return any(value != reported[0] for value in reported)


@dataclass(frozen=True, slots=True)
class MatchGroup:
    """Channels that were joined into the model on the same grounds."""

    basis: str
    rules: tuple[str, ...]
    offerings: list[Offering]


def match_groups(offerings: Sequence[Offering]) -> list[MatchGroup]:
    """Return the grounds on which channels were joined, those of the most channels first."""
    grounds: dict[tuple[str, tuple[str, ...]], list[Offering]] = {}
    for offering in sorted(offerings, key=attrgetter("provider.name", "pk")):
        grounds.setdefault((offering.basis, tuple(offering.rules)), []).append(offering)
    found = [MatchGroup(basis, rules, joined) for (basis, rules), joined in grounds.items()]
    return sorted(found, key=lambda g: (-len(g.offerings), g.basis, g.rules))
