"""`manage.py rebuild`: derive all tables again from the stored snapshots."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.ingest.pull_lock import PullInProgress
from catalog.models import Snapshot
from config.daily import rebuild
from config.progress import ProgressBar


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Derive all tables again from the stored snapshots."

    def handle(self, *args: Any, **options: Any) -> None:
        bar = ProgressBar(Snapshot.objects.count(), self.stdout)
        try:
            counts = rebuild(bar.step)
        except PullInProgress:
            raise CommandError("a pull is running; nothing was rebuilt") from None
        bar.end(f"{counts.offerings:,} offerings, {counts.models:,} models" if counts else "empty")
