"""The form with which a reader reports a mistake."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.domain.corrections import FIELDS, Target
from catalog.editorial import LONGEST_REASON, LONGEST_SOURCE, MistakeReport
from changelog.wording import corrected_field_name

OTHER = "other"


class MistakeForm(forms.Form):
    """Field, value, source and remark; `homepage` is hidden, and only programs fill it in."""

    field = forms.ChoiceField(label=_("What is wrong"))
    value = forms.CharField(label=_("Right value"), max_length=300)
    source = forms.URLField(
        label=_("Source: a page that shows it"), max_length=LONGEST_SOURCE, assume_scheme="https"
    )
    remark = forms.CharField(
        label=_("Remark (optional)"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    homepage = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))

    def __init__(self, target: Target, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(field, corrected_field_name(field)) for field in FIELDS[target]]
        self.fields["field"].choices = [*names, (OTHER, _("something else"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse what no database stores: a NUL, which Django's fields refuse, and surrogates."""
        said = super().clean() or {}
        for name, value in list(said.items()):
            if isinstance(value, str) and not _storable(value):
                self.add_error(name, _("This text can’t be read."))
        return said

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.cleaned_data["homepage"])

    def report(self, **about: Any) -> MistakeReport:
        """Return the report, not yet saved."""
        said = {name: self.cleaned_data[name] for name in ("field", "value", "source", "remark")}
        return MistakeReport(**said, **about)


def _storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
