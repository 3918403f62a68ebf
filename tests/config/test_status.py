"""`manage.py status`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from catalog.models import CatalogueVersion, Run
from config.health import Check
from config.management.commands import status


def run_status() -> tuple[list[str], bool]:
    out = StringIO()
    try:
        call_command("status", stdout=out)
    except CommandError:
        return out.getvalue().splitlines(), False
    return out.getvalue().splitlines(), True


@pytest.mark.django_db
def test_all_is_well():
    now = timezone.now()
    CatalogueVersion.objects.create(day=now.date(), made_at=now)
    Run.objects.create(
        source="x", day=now, started_at=now, ended_at=now, outcome="applied", message="applied it"
    )
    lines, ended_well = run_status()
    assert ended_well, lines
    assert [line[9:27].strip() for line in lines] == [
        *("database", "data", "last good pull", "last refusal", "pending snapshots"),
        *("schedule (beat)", "cache", "broker", "workers"),
    ]


@pytest.mark.django_db
def test_old_data_ends_with_1():
    now = timezone.now()
    CatalogueVersion.objects.create(day="2026-05-12", made_at=now)
    lines, ended_well = run_status()
    assert not ended_well
    assert any(line.startswith("PROBLEM  data") and "stale" in line for line in lines)


def test_a_database_that_is_gone_is_asked_once(monkeypatch):
    gone = Check("database", "gone", ok=False)
    monkeypatch.setattr(status, "check_database", lambda: gone)
    lines, ended_well = run_status()
    assert not ended_well
    assert lines[0] == f"PROBLEM  {'database':18}  gone"
    assert len(lines) == 4


@pytest.mark.django_db
def test_a_database_without_tables_is_named(monkeypatch):
    def fail(now: object) -> None:
        raise DatabaseError("no such table:\n catalog_run")

    monkeypatch.setattr(status, "check_data", fail)
    lines, ended_well = run_status()
    assert not ended_well
    assert f"PROBLEM  {'data':18}  no such table: catalog_run" in lines
