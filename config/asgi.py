"""The ASGI application, started once in each worker: what `make run` and production serve."""

import os
from pathlib import Path

import django

from config.translations import compile_translations

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SQLITE_TIMEOUT", "2")  # then 503, see config/errors.py
os.environ.setdefault("STATEMENT_TIMEOUT", "5")  # likewise, on PostgreSQL

compile_translations(Path(__file__).parent.parent / "locale")
django.setup()

# After setup(): only then can models be imported.
from django.conf import settings  # noqa: E402

from config.body_buffer import BufferedHandler  # noqa: E402
from config.metrics.view import start_sharing  # noqa: E402
from config.preload import start_preloading, start_renewing  # noqa: E402

application = BufferedHandler(settings.THREADS)
start_renewing(settings.VERSION_SECONDS)
start_sharing()
start_preloading(settings.WARM_EVERY, application.respond)
