"""The entry for the application server."""

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

from config.translations import compile_translations

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

compile_translations(Path(__file__).parent.parent / "locale")
application = get_wsgi_application()

# Only now are the apps there to be imported.
from django.conf import settings  # noqa: E402

from config.warm import keep_warm  # noqa: E402

keep_warm(settings.WARM_EVERY)
