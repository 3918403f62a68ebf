"""The endpoints of version 1 by address; the OpenAPI document is made from them."""

from dmr.routing import Router, path

from api.endpoints import changes, check, costs, directory, models, offers, snapshots

router = Router(
    "api/v1/",
    [
        path("offers", offers.Offers.as_view(), name="api-offers"),
        path("offers/history", offers.OfferHistory.as_view(), name="api-offer-history"),
        path("models", models.Models.as_view(), name="api-models"),
        path("models/<slug:maker>/<slug:slug>", models.OneModel.as_view(), name="api-model"),
        path("facets", models.Facets.as_view(), name="api-facets"),
        path("providers", directory.Providers.as_view(), name="api-providers"),
        path("makers", directory.Makers.as_view(), name="api-makers"),
        path("capabilities", directory.Capabilities.as_view(), name="api-capabilities"),
        path("changes", changes.Changes.as_view(), name="api-changes"),
        path("cost", costs.WorkloadCost.as_view(), name="api-cost"),
        path("check", check.Check.as_view(), name="api-check"),
        path("usage", costs.UsageCost.as_view(), name="api-usage"),
        path("snapshots", snapshots.Snapshots.as_view(), name="api-snapshots"),
        path("snapshots/<str:day>", snapshots.Payload.as_view(), name="api-payload"),
    ],
)
