"""Background tasks."""

import logging

from celery import Task
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from catalog.feed.source import SourceUnavailable
from catalog.ingest.pull_lock import PullInProgress
from config.celery import app
from config.daily import pull

logger = logging.getLogger(__name__)


@app.task(
    bind=True,
    autoretry_for=(SourceUnavailable,),
    max_retries=6,
    retry_backoff=5 * 60,
    retry_backoff_max=20 * 60,
)
def daily_update(self: Task[[], None]) -> None:
    """Pull the feed and apply it; idempotent.

    Retried for some hours while the source is unavailable. A refused payload is not retried: it
    would be refused again. Does nothing while another pull runs.
    """
    close_old_connections()
    now = timezone.now()
    try:
        run = pull(settings.MODELS_DEV_URL, day=now.date(), now=now)
    except PullInProgress:
        logger.warning("another pull is running; this one did nothing")
    except SourceUnavailable as why:
        # An eager task would retry at once, without waiting; the hourly update is the next try.
        if not self.request.is_eager:
            raise
        logger.warning("source unavailable: %s", why)
    else:
        logger.info(run.message)
