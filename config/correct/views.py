"""The pages: every field of one thing with the form of one of them, and the end of a correction."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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

from catalog.domain.corrections import FIELDS
from catalog.editorial import Correction, MistakeReport
from catalog.feed.corrections import typed_text
from catalog.ingest.corrections import NotOnSale
from catalog.ingest.pull_lock import PullInProgress
from changelog.wording import corrected_field_name, corrected_value_text
from config.correct.forms import CorrectionForm
from config.correct.subjects import Subject, find_subject, identity_url, public_url
from config.corrections import (
    DecidedMeanwhile,
    SameAsReported,
    end_correction,
    record_correction,
)
from config.views import start_process


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of the table; `correction` is the decision that stands, if there is one."""

    label: str
    url: str
    shown: str
    reported: str
    correction: Correction | None


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
        "identity_url": identity_url(subject),
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
    wholly = bool(request.POST.get("wholly"))
    try:
        ended = end_correction(pk, by=_user(request), now=timezone.now(), wholly=wholly)
    except DecidedMeanwhile:
        messages.warning(request, _("This correction had already ended."))
    except PullInProgress:
        messages.error(request, _("An update is running. Try again in a minute."))
    else:
        messages.success(request, _("Correction ended. The page shows the models.dev value again."))
        _apply_to_past_days(request, ended)
    address = {"target": correction.target, "provider": correction.provider, "key": correction.key}
    return redirect(f"{reverse('correct')}?{urlencode(address)}")


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
        if decision.since < decision.entered_on:
            initial["first_day"] = decision.since
        initial["silent"] = decision.overrides and decision.value is None
    return CorrectionForm(subject, field, initial=initial)


def _undecided(pk: object) -> MistakeReport | None:
    """Return the report of this key; None if it is none, or an editor decided on it meanwhile."""
    text = str(pk or "")
    is_key = text.isascii() and text.isdecimal() and len(text) < 16
    return MistakeReport.objects.undecided().filter(pk=text).first() if is_key else None


def _save(request: HttpRequest, form: CorrectionForm) -> bool:
    """Record the form's correction; where that is refused, add why to the form."""
    report = _undecided(form.cleaned_data["report"])
    if form.cleaned_data["report"] and report is None:
        form.show_report_decided()
        return False
    try:
        saved = record_correction(form.draft, by=_user(request), now=timezone.now(), report=report)
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
        _apply_to_past_days(request, saved)
        return True
    return False


def _apply_to_past_days(request: HttpRequest, correction: Correction) -> None:
    """Derive the past days again in the background, where the correction is about them."""
    if correction.waits:
        start_process("rebuild")
        text = _("Past days are being recalculated: about half a second for each day on record.")
        messages.info(request, text)


def _user(request: HttpRequest) -> Any:
    return request.user
