"""The URLs of the pages."""

from django.urls import path, register_converter

from pages import about, capabilities, faq, home, model_list, providers, search, site_files
from pages.compare import views as compare
from pages.compare.paths import ComparedPathsConverter
from pages.data_quality import views as data_quality
from pages.link_cards import views as link_cards
from pages.makers import views as makers
from pages.mistakes import views as mistakes
from pages.model_page import views as model_page

register_converter(ComparedPathsConverter, "versus")

urlpatterns = [
    path("", home.home, name="home"),
    path("card.png", link_cards.site_card, name="card"),
    path("search/", search.suggestions, name="search"),
    path("faq/", faq.faq, name="faq"),
    path("about/", about.about, name="about"),
    path("data-quality/", data_quality.data_quality, name="data-quality"),
    path("data-quality/findings.csv", data_quality.data_quality_csv, name="data-quality-csv"),
    path("data-quality/report/", mistakes.report_mistake, name="report-mistake"),
    # Models
    path("models/", model_list.models, name="models"),
    path("models/models.csv", model_list.models_csv, name="models-csv"),
    path("models/<slug:maker>/<slug:slug>/", model_page.model, name="model"),
    path("models/<slug:maker>/<slug:slug>.md", model_page.model_markdown, name="model-markdown"),
    path("models/<slug:maker>/<slug:slug>/card.png", link_cards.model_card, name="model-card"),
    path(
        "models/<slug:maker>/<slug:slug>/prices/chart.png",
        link_cards.price_chart,
        name="price-chart",
    ),
    path("compare/", compare.compare, name="compare"),
    path("compare/<versus:paths>/", compare.compare, name="compare"),
    path("compare/<versus:paths>.csv", compare.compare_csv, name="compare-csv"),
    path("compare/<versus:paths>.md", compare.compare_markdown, name="compare-markdown"),
    path("compare/<versus:paths>/card.png", link_cards.compare_card, name="compare-card"),
    # Who makes and who sells them, what they can do
    path("providers/", providers.providers, name="providers"),
    path("providers/<str:key>/", providers.provider, name="provider"),
    path("makers/", makers.makers, name="makers"),
    path("makers/<slug:slug>/", makers.maker, name="maker"),
    path("makers/<slug:maker>/<slug:slug>/", makers.family, name="family"),
    path("capabilities/", capabilities.capabilities, name="capabilities"),
    path("capabilities/<slug:key>/", capabilities.capability, name="capability"),
    # For programs
    path("sitemap.xml", site_files.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", site_files.sitemap_section, name="sitemap-section"),
    path("robots.txt", site_files.robots, name="robots"),
    path("llms.txt", site_files.llms, name="llms"),
]
