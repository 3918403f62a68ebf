"""The site's own settings, with a schedule and retries that no test has to wait for."""

from tenacity import wait_none

from catalog.feed import source
from config.settings import *  # noqa: F403

CELERY_BEAT_SCHEDULE = {
    "daily update": {"task": "config.tasks.daily_update", "schedule": 1.0},
}
# The back-off between four attempts is 7 s and more; test_source.py checks it.
source.wait_exponential_jitter = lambda **_: wait_none()
