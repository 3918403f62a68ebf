"""Admin of scenarios: figures, and the texts that an editor wrote in place of the shipped ones."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import override

from catalog.admin.base import PublishingAdmin
from pricing.models import Scenario, shipped_text
from pricing.shipped_scenarios import PARTS

LANGUAGES = {"en": "en", "zh_hant": "zh-hant"}  # by the end of the column that holds the text


class ScenarioForm(forms.ModelForm):  # type: ignore[type-arg]
    """Shows the shipped text under each empty field; an emptied one brings it back."""

    class Meta:
        model = Scenario
        fields = "__all__"  # noqa: DJ007  # the audit log names every field that changed

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in PARTS:
            for ending, language in LANGUAGES.items():
                with override(language):
                    text = shipped_text(self.instance.key, part)
                field = self.fields.get(f"{part}_{ending}")
                if text and field:  # who may only look has no field
                    field.help_text = text


@admin.register(Scenario)
class ScenarioAdmin(PublishingAdmin[Scenario]):
    form = ScenarioForm
    list_display = ("__str__", "order", "requests", "input_tokens", "output_tokens")
    ordering = ("order", "id")
    search_fields = ("key", "name_en", "name_zh_hant")
