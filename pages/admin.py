"""Admin of the site's texts: what an editor wrote, beside the text that is shipped."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import linebreaksbr
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from catalog.admin.base import PublishingAdmin
from catalog.editorial import EditedText
from pages.edited_texts import EDITABLE, EditableText

LANGUAGES = {"english": "en", "chinese": "zh-hant"}  # by the column that holds the text


class EditedTextForm(forms.ModelForm):  # type: ignore[type-arg]
    """Shows the shipped text under each field; an empty field brings it back."""

    class Meta:
        model = EditedText
        fields: ClassVar[tuple[str, ...]] = ("key", *LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            choices = [(key, title_of(text)) for key, text in EDITABLE.items()]
            self.fields["key"] = forms.ChoiceField(label=_("text"), choices=choices)
        key = self.instance.key or self.data.get("key") or self.initial.get("key")
        if text := EDITABLE.get(str(key)):
            for name in LANGUAGES.keys() & self.fields.keys():
                self.fields[name].help_text = linebreaksbr(shipped(text, LANGUAGES[name]), True)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        text = EDITABLE.get(said.get("key") or self.instance.key)
        for name in LANGUAGES:
            length = len(said.get(name) or "")
            if text and length > text.most:
                self.add_error(name, _too_long(text.most))
        return said


def _too_long(most: int) -> str:
    told = ngettext("At most %(most)s character.", "At most %(most)s characters.", most)
    return told % {"most": f"{most:,}"}


def title_of(text: EditableText) -> str:
    return f"{text.about} ({text.part})"


def shipped(text: EditableText, language: str) -> str:
    """Return the shipped text in a language, whatever the editor reads."""
    with override(language):
        return text.shipped()


@admin.register(EditedText)
class EditedTextAdmin(PublishingAdmin[EditedText]):
    form = EditedTextForm
    list_display = ("title", "english", "chinese")
    list_per_page = 100
    search_fields = ("key", "english", "chinese")
    ordering = ("key",)

    @admin.display(description=_("text"), ordering="key")
    def title(self, edited: EditedText) -> str:
        text = EDITABLE.get(edited.key)  # None: a later release no longer has it
        return title_of(text) if text else edited.key

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("title",) if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("title" if obj else "key", *LANGUAGES)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show all texts below those that were edited."""
        edited = dict(EditedText.objects.values_list("key", "pk"))
        texts = [(text, title_of(text), edited.get(key)) for key, text in EDITABLE.items()]
        return super().changelist_view(request, {"texts": texts, **(extra_context or {})})
