"""The offer that a reader uses now, offers for the same use, and what replacing it pays."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import and_

from catalog.domain.sellers import SellerKind
from catalog.domain.similarity import is_version
from catalog.listing.bitset import BitSet
from catalog.listing.facets import KIND, YES
from pricing.calculator.offer_table import OfferTable
from pricing.calculator.offer_use import use_facts
from pricing.calculator.ranking import OfferRanking, RankedOffer
from pricing.eligibility import CalculatorOffer
from pricing.estimate import Estimate
from pricing.load import Load
from pricing.same_use import UseFacts, is_for_same_use
from pricing.switching import Switch, switch
from pricing.workload import Workload

MOST_ELSEWHERE, MOST_MODELS = 3, 5


@dataclass(frozen=True, slots=True)
class UsedOffer:
    """The offer that a reader names: its place in the offer table, and what it can do."""

    place: int
    facts: UseFacts


@dataclass(frozen=True, slots=True)
class Proposal:
    """A cheaper offer with what it can do, and what changing to it pays."""

    row: RankedOffer
    facts: UseFacts
    switch: Switch


@dataclass(frozen=True, slots=True)
class Replacement:
    """What may replace an offer: the same model elsewhere, and other models for the same use.

    `cost` is that of the month at the offer that is used; None where it has no price.
    """

    offer: CalculatorOffer
    used: UsedOffer
    cost: Estimate | None
    elsewhere: tuple[Proposal, ...] = ()
    models: tuple[Proposal, ...] = ()


def used_offer(table: OfferTable, named: str, load: Load) -> UsedOffer | None:
    """Find the offer that a name stands for; None where there is no such offer or model.

    A name is "provider:its model id" or a canonical id, which stands for the maker's own offer of
    the model, as on its page and in a usage log, else for the one that costs least. Of several
    own offers the cheapest counts; one with a doubtful price counts only where all have one.
    """
    provider, _colon, model_id = named.partition(":")
    places = [place for place, model in enumerate(table.models) if model == named]
    if model_id:
        places += [
            place
            for place, offer in enumerate(table.offers)
            if offer.provider_model_id == model_id and offer.provider == provider
        ]
    if not places:
        return None
    sure = [place for place in places if table.has_price(place) and place not in table.doubtful]
    own = [place for place in sure if SellerKind.MAKER in table.facets.index.rows[place].sellers]
    place = min(own or sure, key=lambda one: _cost(table, one, load).total) if sure else places[0]
    return UsedOffer(place, use_facts(table.facets.index.rows[place]))


def _cost(table: OfferTable, place: int, load: Load) -> Estimate:
    return table.tariff(table.offers[place]).estimate(load)


def same_use(table: OfferTable, used: UsedOffer, slack: int) -> BitSet:
    """Return the offers for the same use, by `pricing.same_use`, without doubtful prices.

    The facet index rules out nearly all of 20,000 offers at once; the rule itself decides.
    """
    facets, model = table.facets, used.facts.model
    near = [facets.values[KIND].get(model.kind, BitSet())]
    near += [facets.values[key].get(YES, BitSet()) for key in model.capabilities]
    near += [facets.values["takes"].get(modality, BitSet()) for modality in model.inputs]
    if model.context is not None:
        near.append(facets.ranges["context"].between(model.context, None))
    for rubric, points in zip(used.facts.rubrics, model.scores, strict=True):
        near.append(facets.scores[rubric].between(points - slack, None))
    places, rows, alike = list(reduce(and_, near)), facets.index.rows, table.alike
    fitting = {
        first: is_for_same_use(used.facts, use_facts(rows[first]), slack)
        for first in {alike[place] for place in places}
    }
    doubtful = table.doubtful
    return BitSet.of(place for place in places if fitting[alike[place]] and place not in doubtful)


def replacement(
    table: OfferTable,
    used: UsedOffer,
    among: Collection[int],
    load: Load,
    workloads: Sequence[Workload],
    *,
    totals: Sequence[int],
    caches: int,
) -> Replacement:
    """Return the cheaper offers among those at the given places, and what each saves.

    `totals` are what the load costs at each tariff, by `TariffTable.totals`.
    """
    offer = table.offers[used.place]
    if not table.has_price(used.place):
        return Replacement(offer, used, None)
    now = table.tariff(offer)
    cost, rows = now.estimate(load), table.facets.index.rows
    row_of = {id(table.offers[place]): rows[place] for place in among}

    def proposals(places: list[int], *, every_offer: bool) -> Iterator[Proposal]:
        ranking = OfferRanking(table, places, totals, every_offer=every_offer, known_first=True)
        for row in ranking[: ranking.comparable]:
            if row.cost < cost.total:
                paid = switch(now, table.tariff(row.offer), workloads, caches)
                yield Proposal(row, use_facts(row_of[id(row.offer)]), paid)

    own = [place for place in among if table.models[place] == offer.model]
    others = [place for place in among if not is_version(used.facts.model, rows[place])]
    return Replacement(
        offer,
        used,
        cost,
        tuple(islice(proposals(own, every_offer=True), MOST_ELSEWHERE)),
        tuple(islice(proposals(others, every_offer=False), MOST_MODELS)),
    )
