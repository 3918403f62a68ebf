"""`manage.py backup`: write the whole database to one file, while the site runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.backup import BackupFailed, back_up


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Write the whole database to FILE, while the site runs; only its owner can read it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            back_up(file)
        except BackupFailed as why:
            raise CommandError(str(why)) from None
        self.stdout.write(f"{file}: {file.stat().st_size / 2**20:,.1f} MiB")
