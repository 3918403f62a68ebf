"""Scores are derived: they can be looked at, not edited."""

from django.contrib import admin
from django.http import HttpRequest

from scoring.models import Score


@admin.register(Score)
class ScoreAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("model", "rubric", "points", "upper")
    list_filter = ("rubric",)
    list_select_related = ("model",)
    search_fields = ("model__path", "model__name")
    ordering = ("rubric", "-points", "id")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
