"""The site's own settings, but for a schedule that a test need not wait for."""

from config.settings import *  # noqa: F403

CELERY_BEAT_SCHEDULE = {
    "daily update": {"task": "config.tasks.daily_update", "schedule": 1.0},
}
