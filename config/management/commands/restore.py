"""`manage.py restore`: read a backup into an empty database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.backup import BackupFailed, restore


class Command(BaseCommand):
    requires_system_checks = ()
    help = (
        "Read FILE, which `backup` wrote, into an empty database, and migrate it to this release."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            restore(file)
        except BackupFailed as why:
            raise CommandError(str(why)) from None
        call_command("migrate", verbosity=0, stdout=self.stdout)
        self.stdout.write("Restored. `manage.py status` tells of which day the data is.")
