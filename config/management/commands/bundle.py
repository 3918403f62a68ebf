"""`manage.py bundle`: make the bundle of a day."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from api.bundles.day import CatalogueInMotion
from api.bundles.make import write_bundle
from api.bundles.manifest import Manifest
from api.bundles.minisign import BadKey
from api.bundles.signing import public_key
from api.bundles.store import BundleBusy, bundle_of
from api.days import DayNotOnRecord, Reading, read_days
from catalog.newest_version import HOLDER


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Make the bundle of a day: the whole catalogue in every format, with a manifest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "day",
            nargs="?",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="default: the newest day on record",
        )
        parser.add_argument(
            "--to", type=Path, metavar="DIR", help="an empty folder; default: where the site serves"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reading = read_days(options["day"], None, timezone.now().date())
            manifest, folder = _made(reading, options["to"])
        except (DayNotOnRecord, BadKey, OSError) as why:
            raise CommandError(str(why)) from None
        except (BundleBusy, CatalogueInMotion):
            raise CommandError("other bundles are being made; try again") from None
        for entry in manifest.files:
            self.stdout.write(f"{entry.sha256}  {entry.name}  {entry.size}")
        key = public_key()
        said = f"signed by {key.name}" if key else "not signed: BUNDLE_KEY is not set"
        self.stdout.write(f"{manifest.day} {manifest.digest} in {folder}, {said}")


def _made(reading: Reading, folder: Path | None) -> tuple[Manifest, Path]:
    """Make the bundle where the site serves it, or in another folder, which must be empty."""
    if folder is None:
        newest = HOLDER.get()
        if newest is None:
            raise DayNotOnRecord("No data yet.")
        bundle = bundle_of(reading, newest.key)
        return bundle.manifest, bundle.folder
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    return write_bundle(reading, folder), folder
