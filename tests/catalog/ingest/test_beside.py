"""Tables built beside the live ones: who writes meanwhile waits for nothing but the swap."""

import sqlite3
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction

from catalog.ingest.beside import built_beside
from catalog.models import CatalogueVersion, Maker, Provider, Snapshot
from tests.factories import DAY, make_maker, make_provider, make_version

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL builds in place"),
]
NOW = datetime(2026, 5, 12, tzinfo=UTC)


@pytest.fixture
def live():
    """Another process on the live database, which waits for nobody."""
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None)
    yield other
    other.close()


def copy_of_the_database() -> Path:
    return Path(f"{connection.settings_dict['NAME']}.rebuild")


def names(live):
    return {name for (name,) in live.execute("SELECT name FROM catalog_maker")}


def test_rows_are_swapped_in_at_the_end(live) -> None:
    make_maker("old", name="Old")
    make_maker("same", name="Same")
    with built_beside([Maker]):
        Maker.objects.filter(slug="old").delete()
        make_maker("new", name="New")
        assert names(live) == {"Old", "Same"}
    assert names(live) == {"New", "Same"}
    assert set(Maker.objects.values_list("name", flat=True)) == {"New", "Same"}


def test_others_write_meanwhile(live) -> None:
    make_provider("acme")
    with built_beside([Maker]), transaction.atomic():
        make_maker("new")
        live.execute("UPDATE catalog_provider SET name = 'Renamed'")
    assert Provider.objects.get().name == "Renamed"
    assert Maker.objects.get().slug == "new"


def test_a_failure_changes_nothing(live) -> None:
    make_maker("old", name="Old")
    file = copy_of_the_database()
    with pytest.raises(ZeroDivisionError), built_beside([Maker]):  # noqa: PT012
        Maker.objects.all().delete()
        1 / 0  # noqa: B018
    assert names(live) == {"Old"}
    assert Maker.objects.get().name == "Old"
    assert not list(file.parent.glob(f"{file.name}*"))


def test_the_copy_is_its_owners_and_goes_at_the_end() -> None:
    file = copy_of_the_database()
    file.write_bytes(b"left by a rebuild that was killed")
    with built_beside([Maker]):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert connection.settings_dict["NAME"] == str(file)
    assert not file.exists()
    assert f"{connection.settings_dict['NAME']}.rebuild" == str(file)


def test_a_version_published_meanwhile_stays(live) -> None:
    make_version()
    with built_beside([Maker]):
        make_version(date(2026, 5, 13))
        live.execute(
            "INSERT INTO catalog_catalogueversion (day, made_at) VALUES ('2026-05-14', '2026-05-14')"
        )
    days = CatalogueVersion.objects.order_by("pk").values_list("day", flat=True)
    assert [day.day for day in days] == [12, 14, 13]


def test_marks_of_snapshots_are_brought_back() -> None:
    fields = {"day": DAY, "confirmed_on": DAY, "fetched_at": NOW, "size": 0, "payload": b""}
    kept = Snapshot.objects.create(sha256="a", set_aside_at=NOW, **fields)
    with built_beside([Maker]):
        Snapshot.objects.update(set_aside_at=None, applied_at=NOW, rejected_at=NOW)
    kept.refresh_from_db()
    assert (kept.set_aside_at, kept.applied_at, kept.rejected_at) == (None, NOW, NOW)


def test_in_a_transaction_it_builds_in_place() -> None:
    with transaction.atomic(), built_beside([Maker]):
        make_maker("new")
        assert not copy_of_the_database().exists()
    assert Maker.objects.get().slug == "new"
