"""Prices a log from the catalogue's price history, and ranks other models for the same load."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from catalog.domain.modes import read_modes
from catalog.domain.records import prices_from_json, tiers_from_json
from catalog.models import Offering, Revision, Snapshot
from pricing.calculator.offer_table import OfferTable
from pricing.calculator.ranking import RankedOffer
from pricing.tariff import build_tariff
from pricing.terms import NO_TERMS, Terms
from pricing.usage_log.bill import Bill, LogName, price_entries
from pricing.usage_log.counting import OtherReading, other_readings
from pricing.usage_log.directory import MatchedOffer, ModelDirectory, NameMatch
from pricing.usage_log.match import load_directory
from pricing.usage_log.parse import UsageLog
from pricing.usage_log.price_history import (
    Modes,
    OfferKey,
    PriceHistory,
    Step,
    build_price_history,
    mode_tariffs,
)
from pricing.usage_log.replacements import (
    Replacement,
    UseChoice,
    alternatives,
    needed_facts,
    replacements,
)

# Names with suggestions; the others are counted. A search takes milliseconds, names are unlimited.
MAX_WITH_SUGGESTIONS = 20
MAX_WITH_OFFERS = 50  # names whose offers are listed to choose from


@dataclass(frozen=True, slots=True)
class UnmatchedName:
    """A name in the log without a model: its rows, and models with a similar name."""

    name: str
    rows: int
    suggestions: list[str]


@dataclass(frozen=True, slots=True)
class CountedName:
    """At whose price a name in the log was counted, None where its model is unknown.

    `rows` and `tokens` are those of the log; of them, `unpriced_tokens` had no published price.
    `offers` are what the reader may choose instead, by provider.
    """

    model: str
    provider: str
    rows: int
    tokens: int
    unpriced_tokens: int
    match: NameMatch | None
    offers: tuple[MatchedOffer, ...] = ()


@dataclass(frozen=True, slots=True)
class LogReport:
    """A priced log; `first_day` is the first day of our price history.

    `doubtful` holds model and provider of the offers whose price is doubtful today, `fees` what
    they charge for beside tokens today.
    """

    log: UsageLog
    bill: Bill
    unmatched: list[UnmatchedName]
    alternatives: list[RankedOffer]
    first_day: date | None
    doubtful: frozenset[OfferKey] = frozenset()
    fees: Mapping[OfferKey, tuple[str, ...]] = field(default_factory=dict)
    names: Sequence[CountedName] = ()
    replacements: Sequence[Replacement] = ()
    compared_with: str = ""  # the model whose use the alternatives share
    other_readings: Sequence[OtherReading] = ()
    histories: Mapping[LogName, PriceHistory] = field(default_factory=dict)
    ids: Mapping[OfferKey, str] = field(default_factory=dict)  # providers' own model ids
    # What the reader pays in place of list prices, what the log cost without, and so each of
    # `alternatives`. `bill` is at the terms, `histories` are at list prices.
    terms: Terms = NO_TERMS
    list_bill: Bill | None = None
    list_costs: Sequence[Decimal] = ()

    @property
    def at_list_prices(self) -> Bill:
        return self.list_bill or self.bill


def price_log(
    log: UsageLog,
    offer_table: OfferTable,
    mapped: Mapping[str, str],
    choice: UseChoice,
    terms: Terms = NO_TERMS,
) -> LogReport:
    """Price a log, and rank offers for the same use.

    `mapped` gives what the reader chose for names in the log; `offer_table` is at their `terms`.
    """
    directory = load_directory()
    names = {(entry.model, entry.provider) for entry in log.entries}
    matches = {name: directory.match(*name, mapped) for name in names}
    matched = {name: match.offer for name, match in matches.items() if match}
    histories = _price_histories(matched)
    paid = {name: history.at_terms(terms) for name, history in histories.items()}
    bill = price_entries(log.entries, paid)
    comparable = bill.compared.requests > 0
    needed = needed_facts(bill, offer_table)
    ranked = alternatives(bill, offer_table, choice) if comparable else []
    return LogReport(
        log,
        bill,
        _unmatched_names(bill.unmatched, directory),
        ranked,
        Revision.objects.order_by("valid_from").values_list("valid_from", flat=True).first(),
        frozenset((offer.model, offer.provider) for offer in matched.values() if offer.doubtful),
        {(offer.model, offer.provider): offer.fees for offer in matched.values() if offer.fees},
        _counted_names(bill, matches, directory),
        replacements(log.entries, paid, bill, offer_table, choice) if comparable else (),
        needed.model.path if needed and not choice.load_only else "",
        other_readings(log.entries, log.columns, paid, bill.total.cost),
        histories,
        {(offer.model, offer.provider): offer.provider_model_id for offer in matched.values()},
        terms,
        price_entries(log.entries, histories) if terms.lines else None,
        [offer_table.list_tariff(row.offer).estimate(bill.load).total for row in ranked],
    )


def snapshot_digests() -> dict[date, str]:
    """Return the SHA-256 of the snapshot of each day, by one query."""
    applied = Snapshot.objects.in_use().filter(applied_at__isnull=False).in_order()
    return dict(applied.values_list("day", "sha256"))  # of one day, the last counts


def _counted_names(
    bill: Bill, matches: Mapping[LogName, NameMatch | None], directory: ModelDirectory
) -> list[CountedName]:
    """Return the names in the log: those that need a look first, then by tokens."""
    usages = sorted(
        bill.names.items(), key=lambda item: (_is_sure(matches[item[0]]), -item[1].tokens, item[0])
    )
    return [
        CountedName(
            *name,
            usage.rows,
            usage.tokens,
            usage.unpriced_tokens,
            match,
            tuple(directory.offers_of(match.offer.model))
            if match and place < MAX_WITH_OFFERS
            else (),
        )
        for place, (name, usage) in enumerate(usages)
        for match in (matches[name],)
    ]


def _is_sure(match: NameMatch | None) -> bool:
    return match is not None and match.sure


def _price_histories(matched: Mapping[LogName, MatchedOffer]) -> dict[LogName, PriceHistory]:
    """Load the price history of each matched offer, by two queries."""
    keys = {offer.offering for offer in matched.values()}
    steps: dict[int, list[Step]] = defaultdict(list)
    modes: dict[int, list[Modes]] = defaultdict(list)
    revisions = Revision.objects.filter(offering__in=keys).order_by("offering", "valid_from")
    fields = ("offering", "valid_from", "valid_to", "facts")
    for pk, since, until, facts in revisions.values_list(*fields):
        prices = prices_from_json(facts.get("prices", {}))
        tiers = tiers_from_json(facts.get("tiers", []))
        steps[pk].append((since, until, build_tariff(prices, tiers)))
        modes[pk].append(mode_tariffs(read_modes(facts.get("extra")), tiers))
    contexts = dict(Offering.objects.filter(pk__in=keys).values_list("pk", "context"))
    return {
        name: build_price_history(offer.model, offer.provider, contexts[pk], steps[pk], modes[pk])
        for name, offer in matched.items()
        if (pk := offer.offering) in steps
    }


def _unmatched_names(names: Counter[str], directory: ModelDirectory) -> list[UnmatchedName]:
    return [
        UnmatchedName(
            name, rows, directory.suggestions(name) if place < MAX_WITH_SUGGESTIONS else []
        )
        for place, (name, rows) in enumerate(names.most_common())
    ]
