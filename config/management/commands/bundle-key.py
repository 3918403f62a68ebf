"""`manage.py bundle-key`: make the key that signs bundles. No database."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from api.bundles.minisign import SecretKey


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Make a key for BUNDLE_KEY in a new FILE, and print the public key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a file that is not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        key = SecretKey.generate()
        try:
            # Created for its owner only, and never over another key.
            handle = os.open(options["file"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as why:
            raise CommandError(str(why)) from None
        with os.fdopen(handle, "wb") as file:
            file.write(key.pem)
        self.stdout.write(f"Set BUNDLE_KEY={options['file'].resolve()}. The public key:")
        self.stdout.write(key.public.file, ending="")
