"""`manage.py check-models FILE`: report ids that are retiring, gone or unknown; for CI."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from api.days import DayNotOnRecord, catalogue_of, read_days
from api.model_check import ModelCheck, Status, check_models
from catalog.as_of.superseded import OffersNotOnRecord
from catalog.http import newest_data_version

DATES = {
    "--as-of": "what held on this day (UTC); default: the newest",
    "--known-on": "only what was known by the end of this day (UTC)",
}


class Command(BaseCommand):
    help = "Print id, status, canonical ID and successor of each model id in FILE, by tabs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="an id a line; - for standard input")
        for name, told in DATES.items():
            parser.add_argument(name, metavar="DAY", type=date.fromisoformat, help=told)

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["file"]
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        ids = [line.strip() for line in text.splitlines() if line.strip()]
        checks = _checked(ids, options["as_of"], options["known_on"])
        for check in checks:
            line = (check.id, check.status.value, check.model or "", check.successor or "")
            self.stdout.write("\t".join(line))
        bad = sum(check.status is not Status.KNOWN for check in checks)
        if bad:
            raise CommandError(f"{bad} of {len(checks)} ids are retiring, gone or unknown")


def _checked(ids: Iterable[str], as_of: date | None, known_on: date | None) -> list[ModelCheck]:
    """Check ids by two dates. Raises CommandError where a day is not on record."""
    now = timezone.now()
    try:
        reading = read_days(as_of, known_on, now.date())
        return check_models(ids, reading, catalogue_of(reading, newest_data_version(now)))
    except (DayNotOnRecord, OffersNotOnRecord) as why:
        raise CommandError(str(why), returncode=2) from why
