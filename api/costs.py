"""What usage cost: at the offers of a day, and record by record on the day of each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field
from datetime import date
from decimal import Decimal
from typing import cast

from django.db.models import Q

from api.days import Reading, known_snapshots
from api.offer_history import offer_histories
from api.offer_items import plain
from api.schemas.costs import (
    Cost,
    CostLine,
    EffectivePrice,
    LeftOut,
    PricedRecord,
    PricedUsage,
    RegionSurcharge,
    UsageRecord,
    Workload,
)
from api.schemas.offers import Offer, OfferRevision, PriceMode, PriceTier, TokenPrices
from catalog.display.money import rounded
from catalog.domain.modes import STANDARD
from catalog.domain.prices import COMPONENTS, Prices, Tier
from catalog.domain.records import DEPRECATED
from catalog.domain.surcharges import Surcharge
from changelog.models import PriceDoubtRevision
from pricing.effective_price import effective_price
from pricing.estimate import EXACT, Estimate, Usage, estimate
from pricing.usage_log.directory import MatchedOffer, ModelDirectory, NameMatch
from pricing.usage_log.name_rules import STATED

Name = tuple[str, str]  # model and provider as a record writes them
LeftOutKey = tuple[str, str, str]  # and the mode


def cost_item(
    offer: Offer,
    workload: Workload,
    mode: str = STANDARD,
    doubt: str | None = None,
    *,
    surcharge: Surcharge | None = None,
) -> Cost:
    """Return the cost of a workload at an offer, in USD; `doubt` is why its price is doubtful."""
    result = estimate_at(offer, workload, mode)
    return Cost(
        provider=str(offer.provider),
        provider_model_id=str(offer.provider_model_id),
        model=str(offer.model),
        price_state=offer.price_state,  # type: ignore[arg-type]  # only `fields` unsets it
        total=None if result is None else plain(result.total),
        effective_price=None if result is None else effective_item(result),
        lines=[] if result is None else cost_lines(result),
        other_fees=cast(list[str], offer.other_fees),
        mode=mode,
        status=cast(str | None, offer.status),
        price_doubt=doubt,
        region=cast(str | None, offer.region),
        region_surcharge=surcharge_item(surcharge) if surcharge else None,
    )


def surcharge_item(surcharge: Surcharge) -> RegionSurcharge:
    return RegionSurcharge(*(plain(rounded(one, 2)) for one in astuple(surcharge)))


def place_by_cost(cost: Cost) -> tuple[bool, bool, Decimal]:
    """Return the sort key of a cost: lowest first, then what nobody should choose, then no cost."""
    outside = bool(cost.price_doubt) or cost.status == DEPRECATED
    return cost.total is None, outside, Decimal(cost.total or 0)


def doubt_of(offer: Offer, doubts: Mapping[Name, str] | None) -> str | None:
    """Return why an offer's price is doubtful, "" if it is not; None where nobody judged."""
    if doubts is None:
        return None
    return doubts.get((str(offer.provider), str(offer.provider_model_id)), "")


def price_doubts(reading: Reading) -> dict[Name, str] | None:
    """Return why prices were doubtful on the day, by provider and its model id; one query.

    None with `known_on`: which prices are doubted changes with what is learnt later.
    """
    if reading.known_on:
        return None
    day = reading.day
    doubts = PriceDoubtRevision.objects.filter(valid_from__lte=day)
    lasting = doubts.filter(Q(valid_to=None) | Q(valid_to__gt=day))
    names = ("offering__provider__key", "offering__provider_model_id", "reason")
    return {(key, own): reason for key, own, reason in lasting.values_list(*names)}


def effective_item(result: Estimate) -> EffectivePrice:
    price = effective_price(result)
    return EffectivePrice(*(plain(usd) if usd is not None else None for usd in astuple(price)))


def estimate_at(offer: Offer, workload: Workload, mode: str = STANDARD) -> Estimate | None:
    """Return the itemised cost; None where the offer publishes no price per token in that mode."""
    usage = Usage(requests=workload.requests, **{n: getattr(workload, n) for n in COMPONENTS})
    if mode == STANDARD:
        return _estimate(cast(TokenPrices, offer.prices), cast(list[PriceTier], offer.tiers), usage)
    for one in cast(list[PriceMode], offer.modes):
        longest = usage.prompt if one.prompt_up_to is None else one.prompt_up_to
        if one.mode == mode and usage.prompt <= longest:
            return _estimate(one.prices, one.tiers, usage)
    return None


def _estimate(prices: TokenPrices, tiers: Iterable[PriceTier], usage: Usage) -> Estimate | None:
    several = [Tier(tier.above, decimals(tier.prices)) for tier in tiers]
    return estimate(decimals(prices), several, usage)


def decimals(prices: TokenPrices) -> Prices:
    stated = ((name, getattr(prices, name)) for name in COMPONENTS)
    return Prices(**{name: Decimal(text) for name, text in stated if text is not None})


def cost_lines(result: Estimate) -> list[CostLine]:
    return [
        CostLine(
            line.component, line.tokens, plain(line.price), plain(line.cost), line.tier, line.note
        )
        for line in result.lines
    ]


@dataclass(frozen=True, slots=True)
class OfferPrices:
    """An offer's values over time, oldest first, at least one."""

    offer: MatchedOffer
    provider_model_id: str
    revisions: list[OfferRevision]

    def on(self, day: date) -> tuple[OfferRevision, str]:
        """Return the values of a day and how it relates to the record; outside it, the nearest."""
        before = [revision for revision in self.revisions if revision.valid_from <= day]
        if not before:
            return self.revisions[0], "before history"
        last = before[-1]
        covered = last.valid_to is None or day < last.valid_to
        return last, "covered" if covered else "withdrawn"


@dataclass(slots=True)
class _Totals:
    """What `price_usage` collects."""

    total: Decimal = Decimal(0)
    priced: list[PricedRecord] = field(default_factory=list)
    records: dict[str, Counter[LeftOutKey]] = field(
        default_factory=lambda: {"unmatched": Counter(), "unpriced": Counter()}
    )
    tokens: dict[str, Counter[LeftOutKey]] = field(
        default_factory=lambda: {"unmatched": Counter(), "unpriced": Counter()}
    )

    def leave_out(self, why: str, record: UsageRecord) -> None:
        name = (record.model, record.provider, record.mode)
        self.records[why][name] += 1
        self.tokens[why][name] += record.requests * sum(getattr(record, n) for n in COMPONENTS)

    def left_out(self, why: str) -> list[LeftOut]:
        ordered = self.records[why].most_common()
        return [
            LeftOut(model, provider, count, self.tokens[why][model, provider, mode], mode)
            for (model, provider, mode), count in ordered
        ]


def price_usage(
    records: Iterable[UsageRecord], directory: ModelDirectory, reading: Reading
) -> PricedUsage:
    """Price each record at its offer's prices of its day, as far as they were known then."""
    several = list(records)
    names = {(record.model, record.provider) for record in several}
    matches = {name: directory.match(*name, {}) for name in names}
    offers = {name: match.offer if match else None for name, match in matches.items()}
    prices = dict(_prices(offers, reading))
    digests = {one.snapshot.day: one.snapshot.sha256 for one in known_snapshots(reading)}
    totals = _Totals()
    for index, record in enumerate(several):
        known = prices.get((record.model, record.provider))
        if known is None:
            totals.leave_out("unmatched", record)
            continue
        revision, coverage = known.on(record.day)
        result = estimate_at(revision.offer, record, record.mode)
        if result is None:
            totals.leave_out("unpriced", record)
            continue
        totals.total = EXACT.add(totals.total, result.total)
        totals.priced.append(
            PricedRecord(
                *(index, known.offer.provider, known.provider_model_id, known.offer.model),
                "provider" if _is_stated(matches[record.model, record.provider]) else "recommended",
                coverage,  # type: ignore[arg-type]
                revision.valid_from,
                digests.get(revision.valid_from, ""),
                plain(result.total),
                cost_lines(result),
                cast(list[str], revision.offer.other_fees),
            )
        )
    return PricedUsage(
        plain(totals.total),
        totals.priced,
        totals.left_out("unmatched"),
        totals.left_out("unpriced"),
    )


def _is_stated(match: NameMatch | None) -> bool:
    """Return whether the record itself says that this provider bills."""
    return match is not None and match.basis in STATED


def _prices(
    offers: Mapping[Name, MatchedOffer | None], reading: Reading
) -> Iterator[tuple[Name, OfferPrices]]:
    """Yield the prices over time of each matched name that was on record by then."""
    keys = {
        offer.offering: (offer.provider, offer.provider_model_id)
        for offer in offers.values()
        if offer
    }
    histories = offer_histories(reading, Q(offering__in=keys), keys.values())
    for name, offer in offers.items():
        if offer and (history := histories.get(keys[offer.offering])):
            yield name, OfferPrices(offer, offer.provider_model_id, history)
