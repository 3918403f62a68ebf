"""The addresses of the scores."""

from django.urls import path

from scoring import explore, views

urlpatterns = [
    path("explore/", explore.explore, name="explore"),
    path("methodology/", views.methodology, name="methodology"),
    path("models/<slug:maker>/<slug:slug>/scores/", views.history, name="score-history"),
    path("rankings/<slug:key>/", views.ranking, name="ranking"),
]
