"""The admin's buttons that start a pull or accept a refused one, back out a day, and the like."""

import subprocess
import sys
from threading import Thread

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from kombu.exceptions import OperationalError

from catalog import http
from catalog.http import HtmxHttpRequest
from catalog.ingest.pull_lock import PullInProgress, pull_lock
from catalog.models import Run, Snapshot
from catalog.parameters import reads
from catalog.refusals import RefusedPayload
from catalog.versions import publish_same_data
from config.celery import app
from config.tasks import accept_payload, daily_update
from scoring.rescore import rescore_all
from staff.audit import record_action

BROKER_SECONDS = 2


@reads()
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
    """Start a pull in the background and redirect to its progress."""
    started = start_run(
        request, daily_update.name, command=("pull", "--from", settings.MODELS_DEV_URL)
    )
    if started:
        record_action(request.user, "update")
    return redirect(started or "admin:catalog_run_changelist")


@require_POST
@permission_required("catalog.add_run", raise_exception=True)
def accept_once(request: HttpRequest, sha256: str) -> HttpResponse:
    """Accept the refused payload with this SHA-256, in the background; redirect to its progress."""
    refused = RefusedPayload.objects.light().filter(sha256=sha256).first()
    if refused is None:
        messages.error(request, _("A later update has replaced this payload. Nothing was changed."))
        return redirect("admin:catalog_run_changelist")
    started = start_run(request, accept_payload.name, sha256, command=("accept", sha256))
    if started:
        record_action(request.user, "accept once", refused, sha256=sha256, guards=refused.guards)
    return redirect(started or "admin:catalog_run_changelist")


def start_run(
    request: HttpRequest, task: str, *arguments: str, command: tuple[str, ...]
) -> str | None:
    """Queue a task where a broker is, else start a command; return the URL of its progress.

    None if neither was started; a message says why.
    """
    if pull_is_running():
        messages.warning(request, _("An update is already running. It’s the first in this list."))
        return None
    newest = Run.objects.order_by("-pk").values_list("pk", flat=True).first()
    if not settings.REDIS_URL:
        start_process(*command)
    elif not queue_task(request, task, *arguments):
        return None
    return f"{reverse('pull-progress')}?{urlencode({'after': newest or 0})}"


def pull_is_running() -> bool:
    """Try the lock: a killed run is still stored as running."""
    try:
        with pull_lock():
            return False
    except PullInProgress:
        return True


def queue_task(request: HttpRequest, task: str, *arguments: str) -> bool:
    """Queue a task; say so within BROKER_SECONDS if the broker is down."""
    try:
        with app.connection_for_write(connect_timeout=BROKER_SECONDS) as connection:
            connection.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
            app.send_task(task, args=arguments, connection=connection, retry=False)
    except OperationalError:
        messages.error(
            request,
            _(
                "Can’t reach the message broker, so no update was "
                "started. Check the broker and try again."
            ),
        )
        return False
    return True


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
