"""The addresses of the scores."""

from django.urls import path

from scoring import views

urlpatterns = [
    path("methodology/", views.methodology, name="methodology"),
    path("rankings/<slug:key>/", views.ranking, name="ranking"),
]
