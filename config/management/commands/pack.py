"""`manage.py pack`: store the payloads of earlier releases as changes from day to day, too."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.ingest.payloads import pack_old
from catalog.ingest.pull_lock import PullInProgress
from catalog.models import Snapshot
from config.progress import ProgressBar


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Store payloads that are on record as gzip as changes from day to day."

    def handle(self, *args: Any, **options: Any) -> None:
        bar = ProgressBar(Snapshot.objects.filter(steps=None).count(), self.stdout)
        before = after = 0
        try:
            for snapshot, size in pack_old():
                before, after = before + size, after + len(snapshot.payload)
                bar.step(snapshot)
        except PullInProgress:
            raise CommandError(
                f"a pull is running; {bar.done} payloads were packed: run it again later"
            ) from None
        bar.end(f"{bar.done} payloads: {before / 1e6:,.1f} MB before, {after / 1e6:,.1f} MB now")
