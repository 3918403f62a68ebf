"""`manage.py reject DAY`: back out a day that was accepted and turned out wrong."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.ingest.pull_lock import PullInProgress
from catalog.models import Snapshot
from catalog.newest_version import wait_for_processes
from config.progress import ProgressBar
from config.rejection import NothingToReject, accept_day, reject_day


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Back out a day: its snapshots stay on record, unused, also by rebuilds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("day", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--reason", default="", help="shown with the snapshot in the admin")
        parser.add_argument("--undo", action="store_true", help="use the day's snapshots again")

    def handle(self, *args: Any, **options: Any) -> None:
        day: date = options["day"]
        bar = ProgressBar(Snapshot.objects.in_use().count(), self.stdout)
        try:
            if options["undo"]:
                counts = accept_day(day, progress=bar.step)
            else:
                reason = options["reason"]
                counts = reject_day(day, now=timezone.now(), reason=reason, progress=bar.step)
        except PullInProgress:
            raise CommandError("a pull is running; nothing was changed") from None
        except NothingToReject as why:
            raise CommandError(f"{why}; nothing was changed") from None
        wait_for_processes()
        done = "used again" if options["undo"] else "rejected"
        bar.end(f"{day} {done}: {counts.offerings:,} offerings, {counts.models:,} models")
