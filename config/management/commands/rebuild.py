"""`manage.py rebuild`: derive all tables again from the stored snapshots."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.ingest.pull_lock import PullInProgress
from catalog.models import Snapshot
from catalog.newest_version import wait_for_processes
from config.daily.rebuild import rebuild
from config.progress import ProgressBar


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Derive all tables again from the stored snapshots."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--retry",
            action="store_true",
            help="also the snapshots that were set aside; never those that were rejected",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bar = ProgressBar(Snapshot.objects.in_use().count(), self.stdout)
        try:
            counts = rebuild(bar.step, retry=options["retry"])
        except PullInProgress:
            raise CommandError("a pull is running; nothing was rebuilt") from None
        wait_for_processes()
        bar.end(f"{counts.offerings:,} offerings, {counts.models:,} models" if counts else "empty")
