"""The addresses of what changed."""

from django.urls import path

from changelog import views

urlpatterns = [
    path("changelog/", views.changelog, name="changelog"),
]
