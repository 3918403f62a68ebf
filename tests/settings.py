"""The site's own settings, made quick for tests."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "for tests only")
os.environ.setdefault("API_REQUESTS_PER_MINUTE", "1000000")
os.environ.setdefault("WARM_EVERY", "0")  # each request reads what the test committed
os.environ.setdefault("VERSION_SECONDS", "0")  # likewise
os.environ.setdefault("HOT_PAGES", "0")
os.environ.setdefault("BACKFILL", "0")
os.environ.setdefault("MODELS_DEV_URL", "http://127.0.0.1:9/nobody-listens")

from config.settings import *  # noqa: F403

if os.environ.get("TEST_DATABASE") == "postgresql":
    # conftest starts the server later and fills in its address.
    DATABASES = {"default": {"ENGINE": "config.postgresql"}}

BUNDLES_DIR = Path(tempfile.gettempdir()) / f"bundles-{os.getpid()}"
HISTORY_STATUS = Path(tempfile.gettempdir()) / f"history-status-{os.getpid()}.json"

# Of this worker and of the processes that its tests start: each test empties it.
PROGRESS = os.environ.get("TEST_PROGRESS") or tempfile.mkdtemp(prefix="progress-")
os.environ["TEST_PROGRESS"] = PROGRESS
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
PULL_STEPS = Path(PROGRESS) / WORKER

# No hashed names, so no collectstatic.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
