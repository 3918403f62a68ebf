"""`manage.py canonical FILE`: print the canonical model of each offering; needs no database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.feed.payload import PayloadRefused
from catalog.feed.source import read_file
from catalog.identity.canonicalise import canonicalise
from catalog.ingest.snapshots import read_payload


class Command(BaseCommand):
    help = "Print provider, provider model ID, canonical ID and basis of each offering, by tabs."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            payload = read_payload(read_file(options["file"]).body)
        except PayloadRefused as why:
            raise CommandError(f"refused {options['file']}: {why}") from None
        identities = canonicalise(record.listing for record in payload.offerings.values())
        for key, identity in identities.items():
            self.stdout.write("\t".join((*key, identity.id, identity.basis.value)))
