"""The WSGI application, started once in each worker."""

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

from config.translations import compile_translations

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

compile_translations(Path(__file__).parent.parent / "locale")
application = get_wsgi_application()

# After get_wsgi_application(): only then can models be imported.
from django.conf import settings  # noqa: E402

from config.preload import start_preloading  # noqa: E402

start_preloading(settings.WARM_EVERY)
