"""Background tasks."""

import logging

from celery import Task
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from api.bundles.ahead import make_newest_bundle
from catalog.feed.source import SourceUnavailable
from catalog.ingest.pull_lock import PullInProgress
from catalog.models import Run
from catalog.newest_version import wait_for_processes
from config.acceptance import NothingToAccept, accept_refused
from config.celery import app
from config.daily.pull import pull
from config.log_lines import log_once_a_minute

logger = logging.getLogger(__name__)

DATABASE_RETRY_SECONDS, DATABASE_RETRIES = 30, 240  # for two hours


@app.task(
    bind=True,
    autoretry_for=(SourceUnavailable,),
    max_retries=6,
    retry_backoff=5 * 60,
    retry_backoff_max=20 * 60,
)
def daily_update(self: Task[[], None]) -> None:
    """Pull the feed and apply it; idempotent.

    Retried for some hours while the source or the database is unavailable. A refused payload is not
    retried: it would be refused again. Does nothing while another pull runs.
    """
    now = timezone.now()
    try:
        close_old_connections()
        run = pull(settings.MODELS_DEV_URL, day=now.date(), now=now)
    except PullInProgress:
        logger.warning("another pull is running; this one did nothing")
    except SourceUnavailable as why:
        logger.warning("source unavailable: %s", why)
        # An eager task would retry at once, without waiting; the hourly update is the next try.
        if not self.request.is_eager:
            raise
    except (OperationalError, InterfaceError) as why:
        log_once_a_minute(logger, f"database unavailable: {why}")
        if not self.request.is_eager:  # without a broker, likewise
            raise self.retry(
                exc=why, countdown=DATABASE_RETRY_SECONDS, max_retries=DATABASE_RETRIES
            ) from None
    else:
        wait_for_processes()
        if run.outcome == Run.Outcome.APPLIED:
            make_newest_bundle(now.date())
        refused = run.outcome == Run.Outcome.REFUSED
        logger.log(logging.WARNING if refused else logging.INFO, "%s", run.message)


@app.task
def accept_payload(sha256: str) -> None:
    """Apply the refused payload with this SHA-256; the run says what became of it.

    Delivered twice, it does nothing the second time. Does nothing while a pull runs.
    """
    close_old_connections()
    try:
        run = accept_refused(sha256, now=timezone.now())
    except PullInProgress:
        logger.warning("another pull is running; nothing was accepted")
    except NothingToAccept as why:
        logger.warning("%s", why)
    else:
        wait_for_processes()
        logger.info("%s", run.message)
