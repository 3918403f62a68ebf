"""The catalogue's addresses."""

from django.urls import path

from catalog import views

urlpatterns = [
    path("", views.home, name="home"),
    path("models/", views.models, name="models"),
    path("models/<slug:maker>/<slug:slug>/", views.model, name="model"),
    path("providers/", views.providers, name="providers"),
    path("providers/<str:key>/", views.provider, name="provider"),
    path("makers/", views.makers, name="makers"),
    path("makers/<slug:slug>/", views.maker, name="maker"),
    path("capabilities/", views.capabilities, name="capabilities"),
    path("capabilities/<slug:key>/", views.capability, name="capability"),
    path("faq/", views.faq, name="faq"),
]
