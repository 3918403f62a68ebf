"""Making a release ready to serve."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from catalog.models import Snapshot
from config import prepare
from config.management.commands import prepare as command
from tests.factories import make_version
from tests.services.site import manage


@pytest.fixture
def collected(settings, tmp_path, monkeypatch) -> list[str]:
    """Static files in an empty folder; the list grows with each collection."""
    settings.STATIC_ROOT = tmp_path / "static"
    calls: list[str] = []

    def collect(name: str, **options: object) -> None:
        calls.append(name)
        settings.STATIC_ROOT.mkdir(exist_ok=True)

    monkeypatch.setattr(prepare, "call_command", collect)
    return calls


def test_static_files_are_collected_when_they_changed(collected, monkeypatch):
    prepare.collect_static()
    prepare.collect_static()
    assert collected == ["collectstatic"]
    monkeypatch.setattr(prepare, "static_fingerprint", lambda: "another")
    prepare.collect_static()
    assert collected == ["collectstatic"] * 2


def test_static_files_are_collected_where_somebody_deleted_them(collected, settings):
    prepare.collect_static()
    (settings.STATIC_ROOT / ".fingerprint").unlink()
    prepare.collect_static()
    assert collected == ["collectstatic"] * 2


@pytest.mark.django_db
def test_data_is_pulled_into_an_empty_database_only(monkeypatch):
    calls: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, *a, **options: calls.append(name))
    prepare.prepare_database(print)
    make_version()
    Snapshot.objects.create(
        day="2026-05-12",
        confirmed_on="2026-05-12",
        sha256="1",
        source="x",
        size=1,
        payload=b"",
        fetched_at="2026-05-12T06:15Z",
    )
    prepare.prepare_database(print)
    assert calls == ["migrate", "pull", "migrate"]


@pytest.mark.parametrize(
    "options, done",
    [([], ["files", "database"]), (["--files"], ["files"]), (["--database"], ["database"])],
)
def test_the_command_does_what_was_asked(monkeypatch, options, done):
    did: list[str] = []
    monkeypatch.setattr(command, "build_files", lambda: did.append("files"))
    monkeypatch.setattr(command, "prepare_database", lambda say: did.append("database"))
    call_command("prepare", *options, stdout=StringIO())
    assert did == done


def test_nothing_is_written_at_the_start_where_all_is_configured(tmp_path):
    manage(
        "check",
        VAR_DIR=str(tmp_path / "var"),
        DATABASE_URL="postgres://nobody@127.0.0.1:9/nothing",
        SECRET_KEY="x",
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    assert not Path(tmp_path / "var").exists()
