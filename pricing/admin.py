"""Scenarios are the one table here that a person edits."""

from django.contrib import admin

from pricing.models import Scenario


@admin.register(Scenario)
class ScenarioAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name_en", "name_zh_hant", "order", "requests", "input_tokens", "output_tokens")
    list_editable = ("order",)
    ordering = ("order", "id")
    search_fields = ("key", "name_en", "name_zh_hant")
