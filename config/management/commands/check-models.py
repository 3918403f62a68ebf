"""`manage.py check-models FILE`: report ids that are retiring, gone or unknown; for CI."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from api.model_check import Status, check_models
from pricing.usage_log.match import load_directory


class Command(BaseCommand):
    help = "Print id, status, canonical ID and successor of each model id in FILE, by tabs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="an id a line; - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["file"]
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        ids = [line.strip() for line in text.splitlines() if line.strip()]
        checks = check_models(ids, load_directory())
        for check in checks:
            line = (check.id, check.status.value, check.model or "", check.successor or "")
            self.stdout.write("\t".join(line))
        bad = sum(check.status is not Status.KNOWN for check in checks)
        if bad:
            raise CommandError(f"{bad} of {len(checks)} ids are retiring, gone or unknown")
