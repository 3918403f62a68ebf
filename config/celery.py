"""The Celery application, configured by Django's CELERY_ settings."""

import os

from celery import Celery, signals

from config import niceness, request_ids

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("model_ledger")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

for signal, receiver in (
    # Beat, too: without a broker it does the work itself.
    (signals.celeryd_init, niceness.yield_to_visitors),
    (signals.beat_init, niceness.yield_to_visitors),
    (signals.before_task_publish, request_ids.name_published_task),
    (signals.task_prerun, request_ids.name_task),
    (signals.task_postrun, request_ids.forget_task),
    (signals.after_setup_logger, request_ids.name_log_lines),
    (signals.after_setup_task_logger, request_ids.name_log_lines),
):
    signal.connect(receiver)
