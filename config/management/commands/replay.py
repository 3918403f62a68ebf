"""`manage.py replay DIR`: pull the file of each day in a folder, in order of day."""

import re
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.feed.payload import PayloadRefused
from catalog.ingest.pull_lock import PullInProgress
from catalog.models import Snapshot
from catalog.newest_version import wait_for_processes
from config.daily.replay import replay
from config.progress import ProgressBar

DAY_FILE = re.compile(r"(\d{4}-\d\d-\d\d)\.json(?:\.gz)?", re.ASCII)


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Pull every YYYY-MM-DD.json[.gz] of a folder, in order of day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        files = files_by_day(options["folder"])
        if not files:
            raise CommandError(f"{options['folder']}: no YYYY-MM-DD.json or .json.gz in it")
        bar = ProgressBar(len(files), self.stdout)
        try:
            replay(files, now=timezone.now(), progress=bar.step)
        except PullInProgress:
            raise CommandError("another pull is running; this one did nothing") from None
        except PayloadRefused as why:
            raise CommandError(str(why)) from None
        wait_for_processes()
        bar.end(f"{len(files)} days, {Snapshot.objects.count()} snapshots on record")


def files_by_day(folder: Path) -> list[tuple[date, Path]]:
    """Return the folder's payload files with their days, in order. Raises CommandError."""
    matches = ((DAY_FILE.fullmatch(path.name), path) for path in sorted(folder.glob("*")))
    return [(day_of(path, match[1]), path) for match, path in matches if match]


def day_of(path: Path, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as why:
        raise CommandError(f"refused {path}: {text} is no day: {why}") from None
