"""Other offers for the same load: of a whole log, and of each model that costs most in it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from catalog.domain.kinds import ModelKind
from catalog.domain.similarity import is_version
from pricing.calculator.offer_table import OfferTable
from pricing.calculator.offer_use import use_facts
from pricing.calculator.ranking import OfferRanking, RankedOffer
from pricing.eligibility import exclusion_reason, required_bits
from pricing.estimate import AVERAGE, EXACT
from pricing.load import Load, LoadBuilder
from pricing.same_use import SLACK, UseFacts, is_for_same_use
from pricing.usage_log.bill import Bill, LogName, request_size
from pricing.usage_log.entries import LogEntry
from pricing.usage_log.price_history import OfferKey, PriceHistory

MAX_ALTERNATIVES = 20
MAX_REPLACED = 3  # models of the log, by cost
MAX_REPLACEMENTS = 5
DAYS_PER_MONTH = 30


@dataclass(frozen=True, slots=True)
class UseChoice:
    """What the reader says of the comparison.

    `slack` is in points of a fit score; with `load_only`, an offer need not have what the model
    has, only what the log needs. `required` are capabilities, `compared` canonical ids to show
    whatever they cost.
    """

    required: Sequence[str] = ()
    compared: Collection[str] = ()
    slack: int = SLACK
    load_only: bool = False


@dataclass(frozen=True, slots=True)
class Replacement:
    """Offers in place of one that the log uses, cheapest first.

    `cost` is what the same load costs today at the offer that is used, in USD; `days` the days from
    its first row to its last.
    """

    offer: OfferKey
    facts: UseFacts
    cost: Decimal
    days: int
    rows: tuple[tuple[RankedOffer, UseFacts], ...]

    def monthly(self, usd: Decimal) -> Decimal:
        """Return a cost of these days as that of 30 days, in USD."""
        return AVERAGE.divide(EXACT.multiply(usd, DAYS_PER_MONTH), self.days)


def used_row(table: OfferTable, offer: OfferKey) -> int | None:
    """Return the place of an offer in the table, else of its model's first; None if it is gone."""
    model, provider = offer
    places = [place for place, path in enumerate(table.models) if path == model]
    own = [place for place in places if table.offers[place].provider == provider]
    return next(iter([*own, *places]), None)


def offers_by_cost(bill: Bill) -> list[OfferKey]:
    """Return the offers of a log, the one with the highest cost first."""
    return sorted(bill.by_offer, key=lambda offer: (-bill.by_offer[offer].cost, offer))


def needed_facts(bill: Bill, table: OfferTable) -> UseFacts | None:
    """Return what the offer that costs most can do; None if its model is no longer sold."""
    places = (used_row(table, offer) for offer in offers_by_cost(bill)[:1])
    place = next(places, None)
    return None if place is None else use_facts(table.facets.index.rows[place])


def alternatives(bill: Bill, table: OfferTable, choice: UseChoice) -> list[RankedOffer]:
    """Return the cheapest offer of each model for the same use as the one that costs most.

    Models of known makers come before derivatives; the compared ones are always among them.
    """
    needed = needed_facts(bill, table)
    ranked = _ranked(table, bill.load, choice, _allowed(needed, choice))
    shown = [*ranked[:MAX_ALTERNATIVES]]
    shown += [one for one in ranked[MAX_ALTERNATIVES:] if one[0].offer.model in choice.compared]
    return [row for row, _facts in shown]


def replacements(
    entries: Iterable[LogEntry],
    histories: dict[LogName, PriceHistory],
    bill: Bill,
    table: OfferTable,
    choice: UseChoice,
) -> list[Replacement]:
    """Return suggestions in place of the offers that cost most, those that are still sold."""
    several = list(entries)
    found = (
        _replacement(offer, several, histories, table, choice)
        for offer in offers_by_cost(bill)[:MAX_REPLACED]
    )
    return [one for one in found if one]


def _replacement(
    offer: OfferKey,
    entries: list[LogEntry],
    histories: dict[LogName, PriceHistory],
    table: OfferTable,
    choice: UseChoice,
) -> Replacement | None:
    place = used_row(table, offer)
    if place is None or table.offers[place].tariff < 0:
        return None
    load, days = _load_of(offer, entries, histories)
    if not load.requests:
        return None
    facts = use_facts(table.facets.index.rows[place])
    cost = table.tariff(table.offers[place]).estimate(load).total
    ranked = _ranked(table, load, choice, _allowed(facts, choice))
    cheaper = [
        (row, other)
        for row, other in ranked
        if row.cost < cost and not is_version(facts.model, other.model)
    ]
    return Replacement(offer, facts, cost, days, tuple(cheaper[:MAX_REPLACEMENTS]))


def _load_of(
    offer: OfferKey, entries: Iterable[LogEntry], histories: dict[LogName, PriceHistory]
) -> tuple[Load, int]:
    """Return the load of one offer in a log, and the days from its first row to its last."""
    builder, first, last = LoadBuilder(), date.max, date.min
    for entry in entries:
        history = histories.get((entry.model, entry.provider))
        if history is None or history.key != offer or entry.asks:
            continue  # what ran in a mode is another service
        if history.on(entry.day)[0] is None:
            continue
        builder.add(entry.requests, entry.tokens, *request_size(entry, history.context))
        first, last = min(first, entry.day), max(last, entry.day)
    return builder.build(), (last - first).days + 1


Allowed = Callable[[UseFacts], bool]


def _allowed(needed: UseFacts | None, choice: UseChoice) -> Allowed:
    """Return the test that an offer must pass to be compared."""
    kind = needed.model.kind if needed else ModelKind.CHAT
    if needed is None or choice.load_only:
        return lambda facts: facts.model.kind == kind and not facts.model.deprecated
    return lambda facts: is_for_same_use(needed, facts, choice.slack)


def _ranked(
    table: OfferTable, load: Load, choice: UseChoice, allowed: Allowed
) -> list[tuple[RankedOffer, UseFacts]]:
    """Return the cheapest allowed offer of each model: known makers first, then by cost."""
    bits = required_bits(choice.required, load)
    reasons = [exclusion_reason(profile, load, bits) for profile in table.profiles]
    rows = table.facets.index.rows
    facts = {place: use_facts(rows[place]) for place in table.eligible(reasons)}
    places = [
        place
        for place, one in facts.items()
        if allowed(one) or table.models[place] in choice.compared
    ]
    ranking = OfferRanking(table, places, table.totals(load, places), every_offer=False)
    by_offer = {id(table.offers[place]): facts[place] for place in places}
    # Doubtful prices come last in a ranking, and are nobody's alternative.
    ranked = [(row, by_offer[id(row.offer)]) for row in ranking[: ranking.comparable]]
    return sorted(ranked, key=lambda one: not one[1].model.official)
