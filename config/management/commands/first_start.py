"""`manage.py first_start`: what `make run` does in the background at the first start."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.first_start import load_history, needs_history
from config.niceness import yield_to_visitors
from config.progress import ProgressBar


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Load today's data and a weekly history; offline, say so and leave all as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="do nothing where there is more than bundled data, or with BACKFILL=0",
        )

    def handle(self, *args: Any, if_needed: bool = False, **options: Any) -> None:
        if if_needed and not (settings.BACKFILL and needs_history()):
            return
        yield_to_visitors()
        load_history(
            lambda line: self.stdout.write(str(line)), lambda total: ProgressBar(total, self.stdout)
        )
