"""Prices a log from the catalogue's price history, and ranks other models for the same load."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from catalog.domain.kinds import ModelKind
from catalog.domain.records import prices_from_json, tiers_from_json
from catalog.models import Offering, Revision
from pricing.calculator.calculate import OfferRanking, RankedOffer
from pricing.calculator.offer_table import OfferTable
from pricing.eligibility import exclusion_reason, required_bits
from pricing.load import Load
from pricing.tariff import build_tariff
from pricing.usage_log.bill import Bill, LogName, price_entries
from pricing.usage_log.directory import MatchedOffer, ModelDirectory, NameMatch
from pricing.usage_log.match import load_directory
from pricing.usage_log.parse import UsageLog
from pricing.usage_log.price_history import OfferKey, PriceHistory, Step, build_price_history

# Names with suggestions; the others are counted. A search takes milliseconds, names are unlimited.
MAX_WITH_SUGGESTIONS = 20
MAX_WITH_OFFERS = 50  # names whose offers are listed to choose from
MAX_ALTERNATIVES = 20


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


def price_log(
    log: UsageLog,
    offer_table: OfferTable,
    mapped: Mapping[str, str],
    compared: Collection[str],
    required: Iterable[str],
) -> LogReport:
    """Price a log, and rank alternatives with the required capabilities.

    `mapped` gives what the reader chose for names in the log; `compared` are canonical ids to
    include among the alternatives whatever they cost.
    """
    directory = load_directory()
    names = {(entry.model, entry.provider) for entry in log.entries}
    matches = {name: directory.match(*name, mapped) for name in names}
    matched = {name: match.offer for name, match in matches.items() if match}
    bill = price_entries(log.entries, _price_histories(matched))
    priced = bill.total.requests > 0
    return LogReport(
        log,
        bill,
        _unmatched_names(bill.unmatched, directory),
        _alternatives(bill.load, offer_table, matched.values(), compared, required)
        if priced
        else [],
        Revision.objects.order_by("valid_from").values_list("valid_from", flat=True).first(),
        frozenset((offer.model, offer.provider) for offer in matched.values() if offer.doubtful),
        {(offer.model, offer.provider): offer.fees for offer in matched.values() if offer.fees},
        _counted_names(bill, matches, directory),
    )


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
    revisions = Revision.objects.filter(offering__in=keys).order_by("offering", "valid_from")
    fields = ("offering", "valid_from", "valid_to", "facts")
    for pk, since, until, facts in revisions.values_list(*fields):
        prices = prices_from_json(facts.get("prices", {}))
        tariff = build_tariff(prices, tiers_from_json(facts.get("tiers", [])))
        steps[pk].append((since, until, tariff))
    contexts = dict(Offering.objects.filter(pk__in=keys).values_list("pk", "context"))
    return {
        name: build_price_history(offer.model, offer.provider, contexts[pk], steps[pk])
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


def _alternatives(
    load: Load,
    offer_table: OfferTable,
    used: Iterable[MatchedOffer],
    compared: Collection[str],
    required: Iterable[str],
) -> list[RankedOffer]:
    """Return the cheapest eligible offer of each model at today's prices, cheapest model first.

    Those are the cheapest models of the types that the log used, and the compared ones.
    """
    paths = {offer.model for offer in used}
    typed = zip(offer_table.models, offer_table.kinds, strict=True)
    allowed = {kind for path, kind in typed if path in paths} or {ModelKind.CHAT}
    bits = required_bits(required, load)
    reasons = [exclusion_reason(profile, load, bits) for profile in offer_table.profiles]
    eligible = [
        index
        for index in offer_table.eligible(reasons)
        if offer_table.kinds[index] in allowed or offer_table.models[index] in compared
    ]
    ranking = OfferRanking(offer_table, eligible, load)
    seen: set[str] = set()
    rows: list[RankedOffer] = []
    # Doubtful prices come last, and are nobody's alternative.
    for index, model in enumerate(islice(ranking.models, ranking.comparable)):
        if model not in seen:
            seen.add(model)
            if model in compared or len(seen) <= MAX_ALTERNATIVES:
                rows.append(ranking[index])
    return rows
