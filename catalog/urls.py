"""The catalogue's addresses."""

from django.urls import path, register_converter

from catalog import find_views, machine_views, maker_views, views
from catalog.compare import Versus

register_converter(Versus, "versus")

urlpatterns = [
    path("", views.home, name="home"),
    path("models/", find_views.models, name="models"),
    path("models/models.csv", find_views.models_csv, name="models-csv"),
    path("models/<slug:maker>/<slug:slug>/", machine_views.model, name="model"),
    path("models/<slug:maker>/<slug:slug>.md", machine_views.model_markdown, name="model-markdown"),
    path("providers/", views.providers, name="providers"),
    path("providers/<str:key>/", views.provider, name="provider"),
    path("makers/", maker_views.makers, name="makers"),
    path("makers/<slug:slug>/", maker_views.maker, name="maker"),
    path("makers/<slug:maker>/<slug:slug>/", maker_views.family, name="family"),
    path("compare/", find_views.compare, name="compare"),
    path("compare/<versus:paths>/", find_views.compare, name="compare"),
    path("search/", find_views.suggestions, name="search"),
    path("capabilities/", views.capabilities, name="capabilities"),
    path("capabilities/<slug:key>/", views.capability, name="capability"),
    path("faq/", views.faq, name="faq"),
    path("sitemap.xml", machine_views.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", machine_views.sitemap_section, name="sitemap-section"),
    path("robots.txt", machine_views.robots, name="robots"),
    path("llms.txt", machine_views.llms, name="llms"),
]
