"""The admin's page of corrections: of one offer, model, provider or maker, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from catalog.domain.corrections import FIELDS, VERDICT_NAMES, Target, Verdict
from catalog.editorial import LONGEST_REASON, LONGEST_SOURCE, Correction, MistakeReport
from catalog.feed.corrections import LONGEST_TYPED, may_be_silent, read_typed, typed_text
from catalog.feed.fields import UnreadableField
from catalog.feed.normalise import FLAGS
from catalog.ingest.corrections import NotOnSale, facts_of
from catalog.ingest.pull_lock import PullInProgress
from catalog.models import CanonicalModel, Maker, Offering, Provider, translated
from changelog.wording import corrected_field_name, corrected_value_text
from config.corrections import (
    DecidedMeanwhile,
    Draft,
    SameAsReported,
    end_correction,
    record_correction,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page of corrections is about: its address, and the values of its live row."""

    target: Target
    provider: str
    key: str
    facts: dict[str, Any]

    @property
    def query(self) -> dict[str, str]:
        return {"target": self.target.value, "provider": self.provider, "key": self.key}

    @property
    def name(self) -> str:
        return f"{self.provider} {self.key}".strip()

    def reported(self, field: str) -> Any:
        corrected = self.facts["corrected"]
        return corrected[field]["feed"] if field in corrected else self.facts[field]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of the table; `correction` is the decision that stands, if there is one."""

    label: str
    url: str
    shown: str
    reported: str
    correction: Correction | None


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
        )

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


@never_cache
@staff_member_required
@permission_required("catalog.add_correction", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest) -> HttpResponse:
    """Show every field of one thing, and the form of the one that was chosen."""
    subject = find_subject(request.GET)
    field = request.GET.get("field", "")
    if field and field not in FIELDS[subject.target]:
        raise Http404(field)
    decisions = {row.field: row for row in _open_corrections(subject)}
    form = _form(request, subject, field, decisions.get(field)) if field else None
    if form and form.is_bound and form.is_valid() and _save(request, form):
        return redirect(f"{reverse('correct')}?{urlencode(subject.query)}")
    context = {
        **admin.site.each_context(request),
        "title": gettext("Corrections: {name}").format(name=subject.name),
        "subject": subject,
        "public_url": public_url(subject),
        "rows": list(_rows(subject, decisions)),
        "form": form,
        "field_label": corrected_field_name(field) if field else "",
        "reported": corrected_value_text(field, subject.reported(field)) if field else "",
        "decision": decisions.get(field),
    }
    return render(request, "admin/catalog/correction/correct.html", context)


@require_POST
@staff_member_required
@permission_required("catalog.change_correction", raise_exception=True)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a correction, so that the feed's value is shown again."""
    correction = get_object_or_404(Correction, pk=pk)
    try:
        end_correction(pk, by=_user(request), now=timezone.now())
    except DecidedMeanwhile:
        messages.warning(request, _("This correction had already ended."))
    except PullInProgress:
        messages.error(request, _("An update is running. Try again in a minute."))
    else:
        messages.success(request, _("Correction ended. The page shows the models.dev value again."))
    address = {"target": correction.target, "provider": correction.provider, "key": correction.key}
    return redirect(f"{reverse('correct')}?{urlencode(address)}")


def find_subject(parameters: Any) -> Subject:
    """Return what the parameters name. Raises Http404 for nothing on sale."""
    try:
        target = Target(parameters.get("target", ""))
    except ValueError:
        raise Http404("target") from None
    provider, key = parameters.get("provider", ""), parameters.get("key", "")
    if not f"{provider}{key}".isprintable():  # PostgreSQL raises an error for a NUL
        raise Http404("key")
    try:
        return Subject(target, provider, key, facts_of(target, key, provider))
    except NotOnSale:
        raise Http404(key) from None


def public_url(subject: Subject) -> str:
    """Return the address of the public page that shows the values."""
    if subject.target is Target.OFFER:
        offers = Offering.objects.filter(
            provider__key=subject.provider, provider_model_id=subject.key
        )
        return CanonicalModel.objects.get(offerings__in=offers).get_absolute_url()
    if subject.target is Target.MODEL:
        return CanonicalModel.objects.get(path=subject.key).get_absolute_url()
    if subject.target is Target.PROVIDER:
        return Provider.objects.get(key=subject.key).get_absolute_url()
    return Maker.objects.get(slug=subject.key).get_absolute_url()


def _open_corrections(subject: Subject) -> list[Correction]:
    rows = Correction.objects.open().about(subject.target, subject.key, subject.provider)
    return list(rows.select_related("recorded_by"))


def _rows(subject: Subject, decisions: dict[str, Correction]) -> Iterator[FieldRow]:
    for field in FIELDS[subject.target]:
        yield FieldRow(
            corrected_field_name(field),
            f"{reverse('correct')}?{urlencode(subject.query | {'field': field})}",
            corrected_value_text(field, subject.facts[field]),
            corrected_value_text(field, subject.reported(field)),
            decisions.get(field),
        )


def _form(
    request: HttpRequest, subject: Subject, field: str, decision: Correction | None
) -> CorrectionForm:
    if request.method == "POST":
        return CorrectionForm(subject, field, request.POST)
    initial: dict[str, Any] = {"seen": decision.pk if decision else None}
    report = _undecided(request.GET.get("report", ""))
    if report:
        initial |= {"typed": report.value, "source": report.source, "reason": report.remark}
        initial["report"] = report.pk
    elif decision:
        typed = typed_text(field, decision.value) if decision.overrides else ""
        initial |= {name: getattr(decision, name) for name in ("verdict", "reason", "source")}
        initial |= {"typed": typed, "last_day": decision.last_day}
        initial["silent"] = decision.overrides and decision.value is None
    return CorrectionForm(subject, field, initial=initial)


def _undecided(pk: object) -> MistakeReport | None:
    """Return the report of this key; None if it is none, or an editor decided on it meanwhile."""
    text = str(pk or "")
    is_key = text.isascii() and text.isdecimal() and len(text) < 16
    return MistakeReport.objects.undecided().filter(pk=text).first() if is_key else None


def _save(request: HttpRequest, form: CorrectionForm) -> bool:
    """Record the form's correction; where that is refused, add why to the form."""
    try:
        report = _undecided(form.cleaned_data["report"])
        record_correction(form.draft, by=_user(request), now=timezone.now(), report=report)
    except DecidedMeanwhile as meanwhile:
        form.show_decision(meanwhile.by)
    except SameAsReported:
        form.add_error("typed", _("models.dev reports this value already."))
    except NotOnSale:
        form.add_error(None, _("This is no longer on sale."))
    except PullInProgress:
        form.add_error(None, _("An update is running. Try again in a minute; nothing is lost."))
    else:
        messages.success(request, _("Correction saved. The public page shows it now."))
        return True
    return False


def _user(request: HttpRequest) -> Any:
    return request.user
