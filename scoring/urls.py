"""The URLs of scores: methodology, rankings, a model's score history and the price explorer."""

from django.urls import path

from scoring import views
from scoring.explore.views import explore

urlpatterns = [
    path("explore/", explore, name="explore"),
    path("methodology/", views.methodology, name="methodology"),
    path("models/<slug:maker>/<slug:slug>/scores/", views.history, name="score-history"),
    path("rankings/<slug:key>/", views.ranking, name="ranking"),
]
