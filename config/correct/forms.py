"""The form of one field's correction."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.domain.corrections import KIND, VERDICT_NAMES, Verdict
from catalog.domain.kinds import NAMES, ModelKind
from catalog.editorial import LONGEST_REASON, LONGEST_SOURCE, Correction
from catalog.feed.corrections import LONGEST_TYPED, may_be_silent, read_typed
from catalog.feed.fields import UnreadableField
from catalog.feed.normalise import FLAGS
from catalog.models import translated
from changelog.wording import corrected_value_text
from config.correct.subjects import Subject
from config.corrections import Draft


class CorrectionForm(forms.Form):
    """One field's verdict; `seen` tells which decision stood when the form was opened."""

    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=[(v.value, _(VERDICT_NAMES[v])) for v in Verdict]
    )
    typed = forms.CharField(label=_("Right value"), required=False, max_length=LONGEST_TYPED)
    silent = forms.BooleanField(label=_("The right value is “not reported”"), required=False)
    reason = forms.CharField(
        label=_("Reason, shown to readers"), max_length=LONGEST_REASON, widget=forms.Textarea
    )
    source = forms.URLField(
        label=_("Source, shown to readers"), max_length=LONGEST_SOURCE, assume_scheme="https"
    )
    first_day = forms.DateField(
        label=_("Wrong since (YYYY-MM-DD); empty: from the newest data on"),
        required=False,
        input_formats=["%Y-%m-%d"],
    )
    last_day = forms.DateField(
        label=_("Last day (YYYY-MM-DD)"), required=False, input_formats=["%Y-%m-%d"]
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    report = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, subject: Subject, field: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.field = subject, field
        if field in FLAGS:
            choices = [("", "—"), ("yes", _("yes")), ("no", _("no"))]
            self.fields["typed"].widget = forms.Select(choices=choices)
        elif field == KIND:
            kinds = [("", "—"), *((kind.value, gettext(NAMES[kind])) for kind in ModelKind)]
            self.fields["typed"].widget = forms.Select(choices=kinds)
        elif field == "tiers":
            self.fields["typed"].widget = forms.Textarea()
        if not may_be_silent(field):
            del self.fields["silent"]

    def clean(self) -> dict[str, Any]:
        """Read the typed value by the feed's own validation."""
        said = super().clean() or {}
        typed, silent = said.get("typed", ""), said.get("silent", False)
        if said.get("verdict") != Verdict.FEED_WRONG:
            if typed or silent:
                self.add_error("typed", _("Only “models.dev is wrong” takes a value."))
        elif bool(typed) == silent:
            self.add_error("typed", _("Give a value, or select “not reported”."))
        elif typed:
            try:
                said["value"] = read_typed(self.subject.target, self.field, typed)
            except UnreadableField as why:
                self.add_error("typed", translated(why.parts))
        day = said.get("last_day")
        if day and day < timezone.now().date():
            self.add_error("last_day", _("This day has passed."))
        if said.get("first_day") and said["first_day"] > timezone.now().date():
            self.add_error("first_day", _("This day has yet to come."))
        return said

    @property
    def draft(self) -> Draft:
        said, subject = self.cleaned_data, self.subject
        return Draft(
            target=subject.target,
            provider=subject.provider,
            key=subject.key,
            field=self.field,
            verdict=Verdict(said["verdict"]),
            value=said.get("value"),
            reason=said["reason"],
            source=said["source"],
            last_day=said["last_day"],
            seen=said["seen"],
            first_day=said["first_day"],
        )

    def show_report_decided(self) -> None:
        """Say that another editor decided on the reader's report; saving again corrects anyway."""
        self.data = {**self.data.dict(), "report": ""}  # type: ignore[attr-defined]  # a QueryDict
        told = gettext("Another editor decided on this report meanwhile.")
        again = gettext("Nothing you entered is lost. Save again to correct the value anyway.")
        self.add_error(None, f"{told} {again}")

    def show_decision(self, decision: Correction | None) -> None:
        """Say what another editor decided meanwhile; saving again replaces that knowingly."""
        seen = str(decision.pk) if decision and decision.ended_at is None else ""
        self.data = {**self.data.dict(), "seen": seen}  # type: ignore[attr-defined]  # a QueryDict
        if decision is None:
            text = gettext("Another editor ended the correction of this field meanwhile.")
        else:
            text = gettext(
                "Another editor ({who}) decided on this field meanwhile: {value}. Reason: {reason}"
            ).format(
                who=decision.recorded_by or "–",
                value=decided_text(decision),
                reason=decision.reason,
            )
        again = gettext("Nothing you entered is lost. Save again to replace that decision.")
        self.add_error(None, f"{text} {again}")


def decided_text(decision: Correction) -> str:
    """Return the value that a decision sets, or its verdict where it sets none."""
    if decision.overrides:
        return corrected_value_text(decision.field, decision.value)
    return gettext(VERDICT_NAMES[Verdict(decision.verdict)])
