"""The endpoints of version 1 by address; the OpenAPI document is made from them."""

from dmr.routing import Router, path

from api.endpoints import (
    changes,
    check,
    corrections,
    costs,
    directory,
    index,
    lifecycle,
    models,
    offers,
    snapshots,
)

router = Router(
    "api/v1/",
    [
        path("offers", offers.Offers.as_view(), name="offers"),
        path("offers/history", offers.OfferHistory.as_view(), name="offer-history"),
        path("offers/history/field", offers.FieldHistory.as_view(), name="field-history"),
        path("models", models.Models.as_view(), name="models"),
        path("models/<slug:maker>/<slug:slug>", models.OneModel.as_view(), name="model"),
        path(
            "models/<slug:maker>/<slug:slug>/history",
            models.ModelHistory.as_view(),
            name="model-history",
        ),
        path("facets", models.Facets.as_view(), name="facets"),
        path("providers", directory.Providers.as_view(), name="providers"),
        path("makers", directory.Makers.as_view(), name="makers"),
        path("capabilities", directory.Capabilities.as_view(), name="capabilities"),
        path("changes", changes.Changes.as_view(), name="changes"),
        path("lifecycle", lifecycle.Lifecycle.as_view(), name="lifecycle"),
        path("corrections", corrections.Corrections.as_view(), name="corrections"),
        path("index", index.PriceIndex.as_view(), name="index"),
        path("cost", costs.WorkloadCost.as_view(), name="cost"),
        path("check", check.Check.as_view(), name="check"),
        path("usage", costs.UsageCost.as_view(), name="usage"),
        path("snapshots", snapshots.Snapshots.as_view(), name="snapshots"),
        path("snapshots/<str:day>", snapshots.Payload.as_view(), name="payload"),
    ],
)
