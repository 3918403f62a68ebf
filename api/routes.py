"""The endpoints of version 1 by address; the OpenAPI document is made from them."""

from dmr.routing import Router, path

from api.endpoints import changes, check, costs, offers, snapshots

router = Router(
    "api/v1/",
    [
        path("offers", offers.Offers.as_view(), name="api-offers"),
        path("offers/history", offers.OfferHistory.as_view(), name="api-offer-history"),
        path("changes", changes.Changes.as_view(), name="api-changes"),
        path("cost", costs.WorkloadCost.as_view(), name="api-cost"),
        path("check", check.Check.as_view(), name="api-check"),
        path("usage", costs.UsageCost.as_view(), name="api-usage"),
        path("snapshots", snapshots.Snapshots.as_view(), name="api-snapshots"),
        path("snapshots/<str:day>", snapshots.Payload.as_view(), name="api-payload"),
    ],
)
