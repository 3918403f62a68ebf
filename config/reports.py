"""The inbox of reported mistakes: declining one, and the accepted ones as a list for upstream.

Accepting is recording a correction with the report's value: see `config.correct.views`.
"""

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalog.display.spreadsheet import Cell
from catalog.editorial import MistakeReport
from catalog.http import csv_response

HEAD: tuple[Cell, ...] = (
    *("target", "provider", "id", "field", "models_dev_value", "right_value"),
    *("reason", "source", "reported_on"),
)


@require_POST
@staff_member_required
@permission_required("catalog.change_mistakereport", raise_exception=True)
@transaction.atomic
def decline_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline a report, unless another editor decided on it first: the row is locked."""
    report = get_object_or_404(MistakeReport.objects.select_for_update(), pk=pk)
    if report.state == MistakeReport.State.NEW:
        report.state, report.decided_at = MistakeReport.State.DECLINED, timezone.now()
        report.decided_by = request.user
        report.save(update_fields=["state", "decided_at", "decided_by"])
        messages.success(request, _("Report declined."))
    else:
        messages.warning(request, _("Another editor decided on this report meanwhile."))
    return redirect("admin:catalog_mistakereport_changelist")


@require_safe
@never_cache
@staff_member_required
@permission_required("catalog.view_mistakereport", raise_exception=True)
def accepted_reports(request: HttpRequest) -> HttpResponse:
    """Answer the accepted reports as CSV or, with `format=md`, as a Markdown list."""
    rows = list(_accepted())
    if request.GET.get("format") == "md":
        context = {"rows": [dict(zip(map(str, HEAD), row, strict=True)) for row in rows]}
        kind = "text/markdown; charset=utf-8"
        return render(request, "admin/catalog/mistakereport/accepted.md", context, kind)
    return csv_response([HEAD, *rows], "model-ledger-accepted-reports.csv")


def _accepted() -> Iterator[tuple[Cell, ...]]:
    reports = MistakeReport.objects.accepted().select_related("correction").order_by("pk")
    for report in reports:
        correction = report.correction
        reason = correction.reason if correction else report.remark
        yield (
            *(report.target, report.provider, report.key, report.field, report.shown),
            *(report.value, reason, report.source, f"{report.reported_at:%Y-%m-%d}"),
        )
