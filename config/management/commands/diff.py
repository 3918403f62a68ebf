"""`manage.py diff FILE_A FILE_B`: print changes between two payloads; needs no database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.feed.normalise import NormalisedPayload, carry_unreadable
from catalog.feed.payload import PayloadRefused
from catalog.feed.source import read_file
from catalog.identity.canonicalise import canonicalise
from catalog.ingest.snapshots import read_payload
from changelog.diff import Groups, Key, diff, to_json


class Command(BaseCommand):
    help = "Print the changes from one payload to another as JSON lines."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("before", type=Path, metavar="FILE_A")
        parser.add_argument("after", type=Path, metavar="FILE_B")
        parser.add_argument(
            "--earlier",
            type=Path,
            nargs="+",
            default=[],
            metavar="FILE",
            help="payloads of earlier days, in order: an offering of theirs that only FILE_B has"
            " counts as returned, and one that FILE_A holds unreadably is read from them",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        earlier, seen = NormalisedPayload(), set()
        for path in options["earlier"]:
            earlier = carry_unreadable(earlier, _read(path))
            seen |= all_keys(earlier)
        before = carry_unreadable(earlier, _read(options["before"]))
        after = carry_unreadable(before, _read(options["after"]))
        groups = {"groups_before": groups_of(before), "groups_after": groups_of(after)}
        for change in diff(before, after, seen=seen, **groups):
            self.stdout.write(json.dumps(to_json(change), ensure_ascii=False))


def groups_of(payload: NormalisedPayload) -> Groups:
    """Return the canonical id of every offering of a payload."""
    identities = canonicalise(record.listing for record in payload.offerings.values())
    return {key: identity.id for key, identity in identities.items()}


def all_keys(payload: NormalisedPayload) -> set[Key]:
    """Return the keys of offerings, and of providers with an empty model id."""
    return {*payload.offerings, *((key, "") for key in payload.providers)}


def _read(path: Path) -> NormalisedPayload:
    try:
        return read_payload(read_file(path).body)
    except PayloadRefused as why:
        raise CommandError(f"refused {path}: {why}") from None
