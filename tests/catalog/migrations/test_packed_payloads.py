"""Migration 0023 backwards: payloads are gzip again, each for itself."""

import gzip
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from catalog.feed.source import Fetched
from catalog.ingest.snapshots import take_snapshot
from catalog.models import Snapshot

migration = import_module("catalog.migrations.0023_packed_payloads")
NOW = datetime(2026, 5, 12, 6, 15, tzinfo=UTC)


@pytest.mark.django_db
def test_the_release_before_reads_every_payload():
    bodies = [b"a payload of some length, day %d" % number for number in range(4)]
    for number, body in enumerate(bodies):
        day = date(2026, 5, 1) + timedelta(days=number)
        take_snapshot(Fetched(body), day=day, source="test", now=NOW)
    migration.store_as_gzip(apps, None)
    rows = Snapshot.objects.in_order().values_list("payload", flat=True)
    assert [gzip.decompress(payload) for payload in rows] == bodies
