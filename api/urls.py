"""The addresses of version 1. Under `/as-of/DAY/`, each has the day in its path."""

from dmr.openapi import build_schema
from dmr.openapi.views import OpenAPIJsonView
from dmr.routing import Router, path

from api.endpoints import as_of, changes, check, costs, offers, snapshots

router = Router(
    "api/v1/",
    [
        path("offers", offers.Offers.as_view(), name="offers"),
        path("offers/history", offers.OfferHistory.as_view(), name="offer-history"),
        path("changes", changes.Changes.as_view(), name="changes"),
        path("cost", costs.WorkloadCost.as_view(), name="cost"),
        path("check", check.Check.as_view(), name="check"),
        path("usage", costs.UsageCost.as_view(), name="usage"),
        path("snapshots", snapshots.Snapshots.as_view(), name="snapshots"),
        path("snapshots/<str:day>", snapshots.Payload.as_view(), name="payload"),
    ],
)
app_name = "api"
urlpatterns = [
    *router.urls,
    path("as-of/<str:day>/<path:rest>", as_of.as_of, name="as-of"),
    path("openapi.json", OpenAPIJsonView.as_view(build_schema(router)), name="openapi"),
]
