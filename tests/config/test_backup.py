"""Backup and restore, on the real databases: every row of every table comes back."""

import sqlite3
import stat
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from config import backup
from config.backup import BackupFailed, find_client
from tests.payloads import offering, payload, write
from tests.services.site import manage

Url = Callable[[str], str]
Rows = dict[str, list[Any]]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Url:
    """Return a function that gives the address of an empty database."""
    if request.param == "sqlite":
        return lambda name: f"sqlite:///{tmp_path / name}.sqlite3"
    server = request.getfixturevalue("postgres_url")

    def make(name: str) -> str:
        with psycopg.connect(server, autocommit=True) as admin:
            for command in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
                admin.execute(sql.SQL(command).format(sql.Identifier(f"backup_{name}")))
        return urlsplit(server)._replace(path=f"/backup_{name}").geturl()

    return make


def rows(url: str) -> Rows:
    """Return the rows of every table, in some order that both databases have."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            names = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return {
                name: sorted(file.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
                for (name,) in names.fetchall()
            }
    with psycopg.connect(url) as server:
        names = server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        query = sql.SQL("SELECT * FROM {}")
        return {
            name: sorted(server.execute(query.format(sql.Identifier(name))).fetchall(), key=repr)
            for (name,) in names.fetchall()
        }


def test_every_row_comes_back(url: Url, tmp_path: Path) -> None:
    first, second, file = url("first"), url("second"), tmp_path / "ledger.backup"
    content = payload(acme={f"llama-{n}b": offering(f"llama-{n}b") for n in range(1, 20)})
    source = write(tmp_path / "day.json", content)
    earlier = write(tmp_path / "earlier.json", payload(acme={"llama-1b": offering("llama-1b")}))
    manage("migrate", DATABASE_URL=first)
    manage("pull", "--from", earlier, "--day", "2026-05-11", DATABASE_URL=first)
    manage("pull", "--from", source, "--day", "2026-05-12", "--allow-growth", DATABASE_URL=first)
    manage("backup", str(file), DATABASE_URL=first)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    manage("restore", str(file), DATABASE_URL=second)
    before, after = rows(first), rows(second)
    assert len(before["catalog_offering"]) == 19
    assert len(before) > 20
    assert before == after
    with pytest.raises(subprocess.CalledProcessError) as failed:
        manage("restore", str(file), DATABASE_URL=second)
    assert "Restore into an empty one" in failed.value.stderr
    # A payload that is stored as changes of the day before is read back, too.
    manage("rebuild", DATABASE_URL=second)
    assert len(rows(second)["catalog_offering"]) == 19
    # The next row gets a number of its own: sequences came back, too.
    other = payload(acme={f"llama-{n}b": offering(f"llama-{n}b") for n in range(1, 21)})
    manage("pull", "--from", write(tmp_path / "next.json", other), DATABASE_URL=second)
    assert len(rows(second)["catalog_offering"]) == 20


def test_a_damaged_backup_is_refused_and_leaves_the_database_empty(
    url: Url, tmp_path: Path
) -> None:
    empty, file = url("empty"), tmp_path / "ledger.backup"
    file.write_bytes(b"not a backup" * 100)
    with pytest.raises(subprocess.CalledProcessError):
        manage("restore", str(file), DATABASE_URL=empty)
    assert rows(empty) == {}


def test_a_backup_that_fails_leaves_the_one_before(tmp_path, monkeypatch) -> None:
    file = tmp_path / "ledger.backup"
    file.write_text("yesterday's")

    def fail(*anything: object) -> None:
        raise BackupFailed("disk full")

    monkeypatch.setattr(backup, "copy_sqlite", fail)
    monkeypatch.setattr(backup, "run_client", fail)
    with pytest.raises(BackupFailed):
        backup.back_up(file)
    assert file.read_text() == "yesterday's"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_is_not_there_is_named(tmp_path) -> None:
    with pytest.raises(BackupFailed, match="nowhere"):
        backup.back_up(tmp_path / "nowhere/ledger.backup")


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL")
def test_a_client_older_than_the_server_is_passed_over(tmp_path, monkeypatch) -> None:
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
    old.chmod(0o755)
    monkeypatch.setattr(backup, "client_paths", lambda name: iter([str(old)]))
    with pytest.raises(BackupFailed, match="or newer"):
        find_client("pg_dump")
