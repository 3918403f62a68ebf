"""The calculation: eligible offers ranked by cost, and the excluded ones counted by reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from catalog.listing.bitset import BitSet
from catalog.listing.facets import YES, FilteredSet, Filters
from catalog.listing.results import ListResults
from pricing.cache_break_even import cache_break_even
from pricing.calculator.offer_table import OfferTable
from pricing.calculator.query import CalculatorQuery
from pricing.calculator.ranking import OfferRanking, RankedOffer
from pricing.calculator.replace_offer import Replacement, replacement, same_use, used_offer
from pricing.eligibility import (
    CAPABILITY_KEYS,
    CAPABILITY_REASONS,
    DEPRECATED,
    NO_MODE,
    exclusion_reason,
    required_bits,
)
from pricing.estimate import Estimate
from pricing.load import Load
from pricing.workload import monthly_load


@dataclass(frozen=True, slots=True)
class CalculatorResult:
    """Eligible offers ranked by cost, excluded offers by reason, and the state of the filters."""

    offer_table: OfferTable
    load: Load
    filters: ListResults
    ranking: OfferRanking
    excluded: Counter[str]
    totals: Sequence[int] = ()  # of `load` at the tariffs of the ranking, by `TariffTable.totals`
    replaced: Replacement | None = None

    @property
    def cheapest(self) -> RankedOffer | None:
        return self.ranking[0] if self.ranking.comparable else None

    @property
    def model_count(self) -> int:
        return self.ranking.model_count

    def estimate(self, row: RankedOffer) -> Estimate:
        """Return the itemised cost at an offer."""
        return self.offer_table.tariff(row.offer).estimate(self.load)

    def break_even(self, row: RankedOffer) -> Decimal | None:
        """Return the hit rate above which caching saves money at the largest prompt."""
        return cache_break_even(self.offer_table.tariff(row.offer), self.load.largest_prompt)


def calculate(offer_table: OfferTable, query: CalculatorQuery) -> CalculatorResult:
    load = monthly_load(query.workloads)
    required = required_capabilities(query.choice)
    implied_bits, all_bits = required_bits((), load), required_bits(required, load)
    reasons = [exclusion_reason(profile, load, all_bits) for profile in offer_table.profiles]
    # For the counts beside the filters, an offer that only lacks a capability which a filter
    # requires is eligible: they say how many offers there would be without that filter.
    without_filters = [
        exclusion_reason(profile, load, implied_bits) if reason in CAPABILITY_REASONS else reason
        for profile, reason in zip(offer_table.profiles, reasons, strict=True)
    ]
    everything = offer_table.facets.everything
    named = (query.model,) if query.model else query.models
    scope = offer_table.offers_of(named) if named else everything
    used = used_offer(offer_table, query.instead, load) if query.instead else None
    if used:
        scope &= same_use(offer_table, used, query.slack)
    eligible = offer_table.eligible(without_filters) & scope
    if offer_table.in_mode is not None:
        eligible &= offer_table.in_mode
    competing = _competing(offer_table, eligible, query, named)
    filters = ListResults(offer_table.facets, query.list_query, competing)
    # Offers that a filter other than a required capability leaves out are not counted as excluded.
    considered = FilteredSet(offer_table.facets, _without(query.choice, required), scope).members
    members = list(filters.filtered.members)
    every_offer = query.every_offer or bool(query.model)
    totals = offer_table.totals(load, members)
    ranking = OfferRanking(
        offer_table, members, totals, every_offer=every_offer, known_first=bool(used)
    )
    priced = considered if offer_table.in_mode is None else considered & offer_table.in_mode
    excluded = offer_table.count_reasons(reasons, priced)
    excluded[NO_MODE] = len(considered) - len(priced)
    if len(competing) < len(eligible):
        able = offer_table.eligible(reasons) & priced
        excluded[DEPRECATED] = able.overlap(offer_table.deprecated) - competing.overlap(
            offer_table.deprecated
        )
    replaced = None
    if used:
        replaced = replacement(
            *(offer_table, used, members, load, query.workloads),
            totals=totals,
            caches=query.caches,
        )
    return CalculatorResult(offer_table, load, filters, ranking, +excluded, totals, replaced)


def _competing(
    table: OfferTable, eligible: BitSet, query: CalculatorQuery, named: Sequence[str]
) -> BitSet:
    """Return the eligible offers without deprecated ones.

    Those compete where a filter asks for them, and of a named model where it has no other offer.
    """
    if DEPRECATED in query.choice.values.get("status", ()):
        return eligible
    current = eligible & table.not_deprecated
    for path in named:
        offers = eligible & table.model_offers(path)
        if not offers & current:
            current |= offers
    return current


def required_capabilities(choice: Filters) -> list[str]:
    """Return the capabilities that an offer must have; one that lacks them is counted as excluded.

    All other filters only narrow the set of offers.
    """
    return [name for name in CAPABILITY_KEYS if choice.values.get(name) == (YES,)]


def _without(choice: Filters, keys: Sequence[str]) -> Filters:
    return replace(choice, values={k: v for k, v in choice.values.items() if k not in keys})
