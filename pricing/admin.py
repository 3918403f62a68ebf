"""Admin of scenarios, the only table here that editors change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from catalog.versions import publish_same_data
from pricing.models import Scenario


@admin.register(Scenario)
class ScenarioAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name_en", "name_zh_hant", "order", "requests", "input_tokens", "output_tokens")
    ordering = ("order", "id")
    search_fields = ("key", "name_en", "name_zh_hant")

    # Pages show scenarios and are cached by catalogue version: an edit must publish a new version.

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        publish_same_data(now=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        publish_same_data(now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        publish_same_data(now=timezone.now())
