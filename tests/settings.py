"""The site's own settings, made quick for tests."""

import os

os.environ.setdefault("SECRET_KEY", "tests")

from config.settings import *  # noqa: E402, F403
from config.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
