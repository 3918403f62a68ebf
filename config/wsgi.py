"""The WSGI application, started once in each worker: for servers other than ours.

Only behind a proxy that buffers requests: a thread waits for a body. Our server runs `config.asgi`.
"""

import os
from pathlib import Path
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponseBadRequest
from django.http.response import HttpResponseBase

from config.translations import compile_translations

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SQLITE_TIMEOUT", "2")  # then 503, see config/errors.py
os.environ.setdefault("STATEMENT_TIMEOUT", "5")  # likewise, on PostgreSQL

compile_translations(Path(__file__).parent.parent / "locale")
django.setup()

# After setup(): only then can models be imported.
from django.conf import settings  # noqa: E402

from config.metrics.view import start_sharing  # noqa: E402
from config.preload import start_preloading, start_renewing  # noqa: E402


class Handler(WSGIHandler):
    """Django's handler, which raises for a charset that no query can be decoded with: rot13."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponseBase:
        try:
            return super().__call__(environ, start_response)
        except (LookupError, ValueError):  # from reading the head; those of views are answered
            response = HttpResponseBadRequest(b"Bad request")
            start_response("400 Bad Request", list(response.items()))
            return response


application = Handler()
start_renewing(settings.VERSION_SECONDS)
start_sharing()
start_preloading(settings.WARM_EVERY)
