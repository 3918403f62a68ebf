"""The addresses of the calculator, and of the pictures that links are shown with."""

from django.urls import path

from pricing import card_views, views, views_log

urlpatterns = [
    path("card.png", card_views.site_card, name="card"),
    path("models/<slug:maker>/<slug:slug>/card.png", card_views.model_card, name="model-card"),
    path("compare/<versus:paths>/card.png", card_views.compare_card, name="compare-card"),
    path("calculator/", views.calculator, name="calculator"),
    path("calculator/result.csv", views.result_csv, name="calculator-csv"),
    path("calculator/log/", views_log.usage_log, name="usage-log"),
    path(
        "models/<slug:maker>/<slug:slug>/calculator/",
        views.model_calculator,
        name="model-calculator",
    ),
]
