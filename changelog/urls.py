"""The URLs of the changelog, its feeds, the lifecycle and price histories."""

from django.urls import path

from changelog import views

urlpatterns = [
    path("changelog/", views.changelog, name="changelog"),
    path("changelog/feed.atom", views.atom_feed, name="changes-atom"),
    path("changelog/feed.json", views.json_feed, name="changes-json"),
    path("lifecycle/", views.lifecycle, name="lifecycle"),
    path("lifecycle/retirements.ics", views.retirement_calendar, name="retirements"),
    path("models/<slug:maker>/<slug:slug>/prices/", views.model_prices, name="price-history"),
]
