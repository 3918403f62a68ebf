"""The admin's page of a run that was just started: its steps while it runs, then its report."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from catalog.admin.snapshots import count_rows
from catalog.http import HtmxHttpRequest
from catalog.models import Run
from config.pull_progress import STEP_NAMES, Step, step_of


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step as the page lists it: "done", "now" or "next"."""

    name: Promise
    state: str


@require_safe
@never_cache
@vary_on_headers("HX-Request")
@permission_required("catalog.view_run", raise_exception=True)
def pull_progress(request: HtmxHttpRequest) -> HttpResponse:
    """Show the first run after the one with the key `after`; htmx asks for it every second."""
    context = progress_of(_run_after(request.GET.get("after", "")), timezone.now())
    if request.htmx:
        return render(request, "config/_pull_progress.html", context)
    page = {**admin.site.each_context(request), "title": _("Update")}
    return render(request, "config/pull_progress.html", page | context)


def progress_of(run: Run | None, now: datetime) -> dict[str, object]:
    """Return what the page shows of a run, which may not have begun."""
    if run is None:
        return {"run": None}
    if run.ended_at is None:
        seconds = int((now - run.started_at).total_seconds())
        return {"run": run, "seconds": seconds, "steps": step_lines(step_of(run))}
    duration = (run.ended_at - run.started_at).total_seconds()
    return {"run": run, "duration": duration, "counts": count_rows(run)}


def step_lines(reached: Step | None) -> list[StepLine]:
    """Return all steps with their states; none is under way before the first."""
    order = list(Step)
    place = order.index(reached) if reached else -1
    states = ["done" if n < place else "now" if n == place else "next" for n in range(len(order))]
    return [StepLine(STEP_NAMES[step], state) for step, state in zip(order, states, strict=True)]


def _run_after(text: str) -> Run | None:
    """Return the run that began after this one; without a key the newest."""
    runs = Run.objects.defer("skipped")
    if text.isascii() and text.isdecimal() and len(text) < 16:
        return runs.filter(pk__gt=text).order_by("pk").first()
    return runs.order_by("-pk").first()
