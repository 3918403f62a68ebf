"""The addresses of what changed."""

from django.urls import path

from changelog import views

urlpatterns = [
    path("changelog/", views.changelog, name="changelog"),
    path("changelog/feed.atom", views.changes_atom, name="changes_atom"),
    path("changelog/feed.json", views.changes_json, name="changes_json"),
    path("lifecycle/", views.lifecycle, name="lifecycle"),
    path("lifecycle/retirements.ics", views.retirement_calendar, name="retirements"),
    path("models/<slug:maker>/<slug:slug>/prices/", views.model_prices, name="price_history"),
]
