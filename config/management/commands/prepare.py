"""Make a release ready to serve: translations, static files, migrations and first data."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config.prepare import build_files, prepare_database


class Command(BaseCommand):
    requires_system_checks = ()
    help = f"{__doc__} Run it after every installation and upgrade; it does only what is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--files",
            action="store_true",
            help="only what needs no database: translations and static files, as for an image",
        )
        parser.add_argument(
            "--database", action="store_true", help="only migrations and first data"
        )

    def handle(self, *, files: bool, database: bool, **options: Any) -> None:
        if files or not database:
            build_files()
        if database or not files:
            prepare_database(self.stdout.write)
