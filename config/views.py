"""The admin's buttons that start a pull and back out a day, and the progress of the first start."""

import subprocess
import sys
from threading import Thread

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from kombu.exceptions import OperationalError

from catalog import http
from catalog.http import HtmxHttpRequest
from catalog.ingest.pull_lock import PullInProgress, pull_lock
from catalog.models import Snapshot
from catalog.versions import publish_same_data
from config.celery import app
from config.tasks import daily_update
from scoring.rescore import rescore_all
from staff.audit import record_action

BROKER_SECONDS = 2


@require_safe
@never_cache
@vary_on_headers("HX-Request")
def history_status(request: HtmxHttpRequest) -> HttpResponse:
    """Show what the first start is doing: the line of every page to htmx, a page to others."""
    if not request.htmx:
        return render(request, "config/history_status.html")
    status = http.history_status(request)
    return render(request, "_history_status.html") if status else HttpResponse()


@require_POST
@permission_required("catalog.add_run", raise_exception=True)
def start_pull(request: HttpRequest) -> HttpResponse:
    """Start a pull in the background and redirect to the list of runs."""
    if pull_is_running():
        messages.warning(request, _("An update is already running. It’s the first in this list."))
        return redirect("admin:catalog_run_changelist")
    record_action(request.user, "update")
    if settings.REDIS_URL:
        queue_pull(request)
    else:
        start_pull_process()
        messages.success(
            request,
            _("Update started. Refresh to see its status. Logs are written to var/pull.log."),
        )
    return redirect("admin:catalog_run_changelist")


def pull_is_running() -> bool:
    """Try the lock: a killed run is still stored as running."""
    try:
        with pull_lock():
            return False
    except PullInProgress:
        return True


def queue_pull(request: HttpRequest) -> None:
    """Queue the daily task; report a broker that is down within BROKER_SECONDS."""
    try:
        with app.connection_for_write(connect_timeout=BROKER_SECONDS) as connection:
            connection.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
            app.send_task(daily_update.name, connection=connection, retry=False)
    except OperationalError:
        messages.error(
            request,
            _(
                "Can’t reach the message broker, so no update was "
                "started. Check the broker and try again."
            ),
        )
    else:
        messages.success(
            request, _("Update queued. It appears in this list when a worker starts it.")
        )


@require_POST
@permission_required("catalog.add_run", raise_exception=True)
def change_rejection(request: HttpRequest, pk: int) -> HttpResponse:
    """Reject a snapshot's day or, with `undo`, use it again; in the background: it is a rebuild."""
    snapshot = get_object_or_404(Snapshot.objects.light(), pk=pk)
    if pull_is_running():
        messages.warning(request, _("An update is already running. Try again when it has ended."))
    else:
        reason = " ".join(request.POST.get("reason", "").split())[:200]
        option = "--undo" if request.POST.get("undo") else f"--reason={reason}"
        record_action(request.user, f"reject {option}", snapshot)
        start_process("reject", str(snapshot.day), option)
        messages.success(
            request,
            _(
                "Recalculation started. Refresh to see its result. "
                "Logs are written to var/pull.log."
            ),
        )
    return redirect("admin:catalog_snapshot_change", pk)


@require_POST
@permission_required("catalog.add_run", raise_exception=True)
def start_rebuild(request: HttpRequest) -> HttpResponse:
    """Derive all tables anew, in the background: it takes half a second for each day on record."""
    if pull_is_running():
        messages.warning(request, _("An update is already running. Try again when it has ended."))
    else:
        record_action(request.user, "rebuild")
        start_process("rebuild")
        messages.success(request, _("Rebuild started. Logs are written to var/pull.log."))
    return redirect("admin:index")


@require_POST
@permission_required("catalog.add_run", raise_exception=True)
def rescore(request: HttpRequest) -> HttpResponse:
    """Calculate all scores again by the current rules, and publish them."""
    try:
        with pull_lock(), transaction.atomic():
            rescore_all()
            publish_same_data(now=timezone.now())
    except PullInProgress:
        messages.warning(request, _("An update is already running. Try again when it has ended."))
    else:
        record_action(request.user, "rescore")
        messages.success(request, _("Scores recalculated and published."))
    return redirect("admin:index")


def start_pull_process() -> None:
    start_process("pull", "--from", settings.MODELS_DEV_URL)


def start_process(*words: str) -> None:
    """Run `manage.py` with these words as a process that survives a restart of this worker."""
    command = [sys.executable, "manage.py", *words]
    settings.VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.VAR / "pull.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    # Reap the child when it ends, or it stays a zombie.
    Thread(target=process.wait, daemon=True).start()
