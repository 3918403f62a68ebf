"""The calculator's addresses."""

from django.urls import path

from pricing import views, views_log

urlpatterns = [
    path("calculator/", views.calculator, name="calculator"),
    path("calculator/result.csv", views.result_csv, name="calculator-csv"),
    path("calculator/log/", views_log.usage_log, name="usage-log"),
    path(
        "models/<slug:maker>/<slug:slug>/calculator/",
        views.model_calculator,
        name="model-calculator",
    ),
]
