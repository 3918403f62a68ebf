"""A log's bill from the catalogue's history, and the same log on other models."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from catalog.domain.records import prices_from_json, tiers_from_json
from catalog.models import Offering, Revision
from pricing.calculator.calculate import OfferRanking, RankedOffer
from pricing.calculator.offer_table import OfferTable
from pricing.eligibility import exclusion_reason, requirements
from pricing.tariff import Tariff, tariff_of
from pricing.usage_log.bill import Bill, PriceHistory, history_of, price_entries
from pricing.usage_log.match import MatchedOffer, ModelDirectory
from pricing.usage_log.parse import UsageLog

MOST_UNMATCHED = 20  # names with suggestions; the rest is counted
MOST_ALTERNATIVES = 20


@dataclass(frozen=True, slots=True)
class UnmatchedName:
    """A name that no model goes by: its rows, and models with a like name."""

    name: str
    rows: int
    suggestions: list[str]


@dataclass(frozen=True, slots=True)
class LogReport:
    log: UsageLog
    bill: Bill
    unmatched: list[UnmatchedName]
    alternatives: list[RankedOffer]
    first_day: date | None


def price_log(
    log: UsageLog,
    market: OfferTable,
    mapped: Mapping[str, str],
    asked: Iterable[str],
    needs: Iterable[str],
) -> LogReport:
    """Price a log, and rank what else could have carried it; `asked` are models to include."""
    directory = ModelDirectory()
    names = {(entry.model, entry.provider) for entry in log.entries}
    sellers = {key: directory.find(*key, mapped) for key in names}
    found = price_entries(log.entries, _histories(sellers))
    return LogReport(
        log,
        found,
        _unmatched(found.unmatched, directory),
        _alternatives(found, market, set(asked), needs) if found.total.requests else [],
        Revision.objects.order_by("valid_from").values_list("valid_from", flat=True).first(),
    )


def _histories(
    sellers: Mapping[tuple[str, str], MatchedOffer | None],
) -> dict[tuple[str, str], PriceHistory]:
    wanted = {seller.offering for seller in sellers.values() if seller}
    steps: dict[int, list[tuple[date, date | None, Tariff | None]]] = {pk: [] for pk in wanted}
    revisions = Revision.objects.filter(offering__in=wanted).order_by("offering", "valid_from")
    fields = ("offering", "valid_from", "valid_to", "facts")
    for pk, day, until, facts in revisions.values_list(*fields):
        prices = prices_from_json(facts.get("prices", {}))
        tariff = tariff_of(prices, tiers_from_json(facts.get("tiers", [])))
        steps[pk].append((day, until, tariff))
    contexts = dict(Offering.objects.filter(pk__in=wanted).values_list("pk", "context"))
    return {
        key: history_of(
            seller.model, seller.provider, contexts[seller.offering], steps[seller.offering]
        )
        for key, seller in sellers.items()
        if seller and steps[seller.offering]
    }


def _unmatched(names: Counter[str], directory: ModelDirectory) -> list[UnmatchedName]:
    return [
        UnmatchedName(name, rows, directory.suggestions(name) if place < MOST_UNMATCHED else [])
        for place, (name, rows) in enumerate(names.most_common())
    ]


def _alternatives(
    found: Bill, market: OfferTable, asked: set[str], needs: Iterable[str]
) -> list[RankedOffer]:
    """Return the cheapest channel of each model that can, at today's prices: those asked, and
    the cheapest of all."""
    if found.load is None:
        return []
    asked_of = requirements(needs, found.load)
    reasons = [exclusion_reason(profile, found.load, asked_of) for profile in market.profiles]
    ranking = OfferRanking(market, list(market.able(reasons)), found.load)
    seen: set[str] = set()
    rows: list[RankedOffer] = []
    for place, model in enumerate(ranking.models):
        if model not in seen:
            seen.add(model)
            if model in asked or len(seen) <= MOST_ALTERNATIVES:
                rows.append(ranking[place])
    return rows
