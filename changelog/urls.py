"""The URLs of the changelog, its feeds, the lifecycle and price histories."""

from django.urls import path

from changelog import views
from changelog.price_index import views as price_index

urlpatterns = [
    path("changelog/", views.changelog, name="changelog"),
    path("changelog/feed.atom", views.atom_feed, name="changes-atom"),
    path("changelog/feed.json", views.json_feed, name="changes-json"),
    path("changelog/changelog.csv", views.changelog_csv, name="changes-csv"),
    path("changelog/changelog.md", views.changelog_markdown, name="changes-markdown"),
    path("lifecycle/", views.lifecycle, name="lifecycle"),
    path("lifecycle/retirements.ics", views.retirement_calendar, name="retirements"),
    path("price-index/", price_index.price_index, name="price-index"),
    path("price-index/price-index.csv", price_index.price_index_csv, name="price-index-csv"),
    path("price-index/feed.atom", price_index.price_index_feed, name="price-index-feed"),
    path("models/<slug:maker>/<slug:slug>/prices/", views.model_prices, name="price-history"),
    path(
        "models/<slug:maker>/<slug:slug>/prices/prices.csv",
        views.model_prices_csv,
        name="prices-csv",
    ),
]
