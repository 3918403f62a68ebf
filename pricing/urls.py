"""The URLs of the calculator and the usage log."""

from django.urls import path

from pricing.calculator import views as calculator
from pricing.usage_log import views as usage_log

urlpatterns = [
    path("calculator/", calculator.calculator, name="calculator"),
    path("calculator/result.csv", calculator.result_csv, name="calculator-csv"),
    path("calculator/log/", usage_log.usage_log, name="usage-log"),
    path(
        "models/<slug:maker>/<slug:slug>/calculator/",
        calculator.model_calculator,
        name="model-calculator",
    ),
]
