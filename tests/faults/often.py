"""The site's Celery with a schedule that is due every two seconds: two beats soon send the same."""

from config.celery import app

app.conf.beat_schedule = {"often": {"task": "config.tasks.daily_update", "schedule": 2.0}}
