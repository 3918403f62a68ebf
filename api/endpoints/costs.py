"""/cost and /usage: what a workload costs at each offer, and what logged usage cost."""

from http import HTTPStatus
from typing import Annotated, Any

from dmr import Body, Query, modify
from msgspec import Meta, Struct

from api.controller import ApiController, data_of
from api.costs import cost_item, doubt_of, place_by_cost, price_doubts, price_usage
from api.day_directory import day_directory
from api.fields import with_fields
from api.offer_items import OfferFilter, offer_items
from api.offer_sellers import region_surcharges, with_sellers
from api.schemas.costs import (
    Cost,
    ModeName,
    PricedUsage,
    RegionName,
    Requests,
    Tokens,
    UsageRecord,
    Workload,
)
from api.schemas.envelopes import Answer, Page
from api.schemas.queries import DatedQuery, ModelPath, ProviderId
from catalog.domain.modes import STANDARD
from catalog.models import MovedModel

MAX_OFFERS = 1000
MAX_RECORDS = 10_000


class CostQuery(DatedQuery):
    """One workload, and the offers that it is priced at."""

    model: ModelPath = ""
    provider: ProviderId = ""
    requests: Requests = 1
    input: Tokens = 0
    output: Tokens = 0
    cache_read: Tokens = 0
    cache_write: Tokens = 0
    reasoning: Tokens = 0
    input_audio: Tokens = 0
    output_audio: Tokens = 0
    mode: ModeName = STANDARD
    region: RegionName = ""


class CostRequest(Struct, forbid_unknown_fields=True):
    workload: Workload
    model: ModelPath = ""
    provider: ProviderId = ""
    mode: ModeName = STANDARD
    region: RegionName = ""


class UsageRequest(Struct, forbid_unknown_fields=True):
    records: Annotated[list[UsageRecord], Meta(max_length=MAX_RECORDS)]


CostFields = with_fields(CostQuery, Cost)
DatesAndFields = with_fields(DatedQuery, Cost)


class WorkloadCost(ApiController):
    """The cost of a workload in USD at every offer of a model or provider, cheapest first.

    After them come offers that are deprecated or whose price is doubtful, and last those without a
    published token price, with a `total` of null.
    """

    def get(self, parsed_query: Query[CostFields]) -> Page[Cost]:  # type: ignore[valid-type]
        query: Any = parsed_query
        names = Workload.__struct_fields__
        workload = Workload(**{name: getattr(query, name) for name in names})
        return self._costs(
            query, CostRequest(workload, query.model, query.provider, query.mode, query.region)
        )

    @modify(status_code=HTTPStatus.OK)
    def post(
        self,
        parsed_body: Body[CostRequest],
        parsed_query: Query[DatesAndFields],  # type: ignore[valid-type]
    ) -> Page[Cost]:
        dates: Any = parsed_query
        return self._costs(dates, parsed_body)

    def _costs(self, dates: DatedQuery, asked: CostRequest) -> Page[Cost]:
        reading = self.read(dates)
        model = MovedModel.objects.present_path(asked.model)
        found = offer_items(reading, OfferFilter(asked.provider, model), MAX_OFFERS)
        offers, doubts = with_sellers(found, reading), price_doubts(reading)
        extra = region_surcharges(offers, doubts or {})
        costs = [
            cost_item(
                *(offer, asked.workload, asked.mode, doubt_of(offer, doubts)),
                surcharge=extra.get((str(offer.provider), str(offer.provider_model_id))),
            )
            for offer in offers
            if asked.region in ("", offer.region)
        ]
        costs.sort(key=place_by_cost)
        return Page(data_of(reading), costs)


class UsageCost(ApiController):
    """Price up to 10,000 usage records, each at its offer's prices of its day.

    Every priced line names the offer, the first day of its prices and the SHA-256 of the snapshot
    that they came from, so that the figure can be checked later. With `known_on`, prices are those
    that were known then, with `as_of` none that began after that day counts; names are matched to
    the offers of that day and those before. Nothing of a request is stored.
    """

    @modify(status_code=HTTPStatus.OK)
    def post(
        self, parsed_body: Body[UsageRequest], parsed_query: Query[DatedQuery]
    ) -> Answer[PricedUsage]:
        reading = self.read(parsed_query)
        names = day_directory(reading, self.catalogue(reading)).names
        return Answer(data_of(reading), price_usage(parsed_body.records, names, reading))
