"""`manage.py first_start`: what `make run` does in the background at the first start."""

import os
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand

from config.first_start import load_history
from config.progress import ProgressBar

NICENESS = 10  # visitors come first


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Load today's data and a weekly history; offline, say so and leave all as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        with suppress(OSError):
            os.nice(NICENESS)
        load_history(
            lambda line: self.stdout.write(str(line)), lambda total: ProgressBar(total, self.stdout)
        )
