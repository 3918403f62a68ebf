"""What runs in the background."""

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
    """Pull the feed and apply it; running it twice in a day changes nothing.

    A source that does not answer is asked again for some hours; a refused payload is not, for it
    would be refused again. One that finds another pull running leaves it the work.
    """
    close_old_connections()
    now = timezone.now()
    try:
        run = pull(settings.MODELS_DEV_URL, day=now.date(), now=now)
    except PullInProgress:
        logger.warning("another pull is running; this one did nothing")
    except SourceUnavailable as why:
        # Run in place, a retry would not wait: the next hour's look is the next try.
        if not self.request.is_eager:
            raise
        logger.warning("source unavailable: %s", why)
    else:
        logger.info(run.message)
