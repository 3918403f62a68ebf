"""`manage.py backfill --from releases|git`: store and derive days of the past."""

from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.feed.git_history import UPSTREAM, shown_url
from catalog.feed.payload import PayloadRefused
from catalog.feed.source import SourceUnavailable
from catalog.ingest.past_days import Kept
from catalog.ingest.pull_lock import PullInProgress
from catalog.models import Snapshot
from catalog.newest_version import wait_for_processes
from config.backfill import Found, backfill, find_commits, find_releases
from config.progress import ProgressBar

ENDS = {
    Kept.STORED: "stored",
    Kept.CONFIRMED: "equal to the day before",
    Kept.IN_RESERVE: "kept in reserve, since a source nearer to the feed has the day",
}


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Store and derive days of the past; again: only what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="origin", required=True, choices=("releases", "git"))
        parser.add_argument(
            "repository",
            nargs="?",
            metavar="PATH_OR_URL",
            help=f"with --from git: a clone of models.dev's repository; default: {UPSTREAM}",
        )
        parser.add_argument(
            "--since",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the first day; default: the first that the source has",
        )
        parser.add_argument(
            "--every",
            type=number_of_days,
            default=1,
            metavar="DAYS",
            help="one day of so many; default: 1",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        since, every = options["since"], options["every"]
        if options["repository"] and options["origin"] == "releases":
            raise CommandError("releases come from the package index; PATH_OR_URL is for git")
        try:
            if options["origin"] == "git":
                found = self.find_commits(options["repository"] or UPSTREAM, since, every)
            else:
                found = self.find_releases(since, every)
            self.store_and_derive(found)
        except PullInProgress:
            raise CommandError("another pull is running; nothing was derived") from None
        except SourceUnavailable as why:
            raise CommandError(f"source unavailable, catalogue as it was: {why}") from None

    def find_commits(self, repository: str, since: date | None, every: int) -> Found:
        self.stdout.write(f"Reading the commits of {shown_url(repository)} …")
        return find_commits(repository, since=since, every=every, today=timezone.now().date())

    def find_releases(self, since: date | None, every: int) -> Found:
        bar = ProgressBar(None, self.stdout)
        found = find_releases(
            since=since, every=every, on_download=bar.advance, on_refusal=self.refused
        )
        bar.end(f"{bar.done} releases downloaded")
        return found

    def store_and_derive(self, found: Found) -> None:
        """Run the backfill with a progress bar for storing and one for deriving."""
        stored, derived = ProgressBar(found.count, self.stdout), ProgressBar(None, self.stdout)

        def derive(snapshot: Snapshot) -> None:
            if derived.total is None:
                derived.total = Snapshot.objects.in_use().count()
                stored.end(f"{stored.done} days read; deriving {derived.total} …")
            derived.step(snapshot)

        kept = backfill(
            found.days,
            now=timezone.now(),
            on_stored=stored.advance,
            on_refusal=self.refused,
            on_derived=derive,
        )
        wait_for_processes()
        derived.end(summary(kept))

    def refused(self, why: PayloadRefused) -> None:
        self.stderr.write(f"left out: {why}")


def number_of_days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 3650:
        raise ArgumentTypeError(f"{text!r} is no number of days from 1 to 3650")
    return int(text)


def summary(kept: Counter[Kept]) -> str:
    counted = (f"{kept[end]} {text}" for end, text in ENDS.items() if kept[end])
    on_record = Snapshot.objects.in_use().values("day").distinct().count()
    return "; ".join([*(counted if kept else ["nothing new"]), f"{on_record} days on record"])
