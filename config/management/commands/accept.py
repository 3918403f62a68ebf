"""`manage.py accept [SHA256]`: apply the payload that a pull refused, once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.ingest.pull_lock import PullInProgress
from catalog.models import Run, translated
from catalog.newest_version import wait_for_processes
from catalog.refusals import RefusedPayload
from config.acceptance import NothingToAccept, accept_refused


class Command(BaseCommand):
    requires_system_checks = ()
    help = (
        "Apply the payload that the last pull refused, although its guards object; the next one "
        "is judged as ever. Without SHA256, tell which payload that is and why it was refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sha256", nargs="?", metavar="SHA256", help="of the refused payload")

    def handle(self, *args: Any, **options: Any) -> None:
        if sha256 := options["sha256"]:
            self.accept(sha256)
        else:
            self.tell()

    def accept(self, sha256: str) -> None:
        try:
            run = accept_refused(sha256, now=timezone.now())
        except PullInProgress:
            raise CommandError("a pull is running; nothing was changed") from None
        except NothingToAccept as why:
            raise CommandError(f"{why}; nothing was changed") from None
        if run.outcome == Run.Outcome.REFUSED:
            raise CommandError(f"{run.message}; catalogue as it was")
        wait_for_processes()
        self.stdout.write(run.message)

    def tell(self) -> None:
        refused = RefusedPayload.objects.light().first()
        if refused is None:
            raise CommandError("no refused payload on record")
        self.stdout.write(f"{refused.sha256}  {refused.day}  {refused.source}")
        for objection in refused.objections:
            self.stdout.write(f"  {translated(objection)}")
