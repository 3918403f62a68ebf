"""What runs in the background."""

from celery import shared_task


@shared_task
def daily_update() -> None:
    """Pull the feed of today and apply it; running it twice in a day changes nothing."""
