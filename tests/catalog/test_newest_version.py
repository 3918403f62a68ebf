"""A process asks for the version once a second at most, and never serves an old one for longer."""

import shutil
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection

from catalog import newest_version
from catalog.models import CatalogueVersion
from catalog.newest_version import FileChanges, Holder, wait_for_processes
from catalog.versions import publish_same_data
from tests.factories import DAY, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(settings, monkeypatch):
    """A holder that holds for a minute; what other connections commit to the file is counted."""
    settings.VERSION_SECONDS = 60
    made = Holder()
    made.stamps = [0]
    monkeypatch.setattr(made, "_stamp", lambda **_: made.stamps[-1])
    return made


def test_it_is_asked_for_once(holder, django_assert_num_queries):
    version = make_version()
    with django_assert_num_queries(1):
        assert {holder.get().number for _ in range(5)} == {version.pk}
    with django_assert_num_queries(0):
        assert holder.known() == holder.get()
    assert (holder.get().token, holder.get().day) == (version.token, DAY)


def test_it_is_asked_for_again_after_its_time(holder, settings, django_assert_num_queries):
    make_version()
    holder.get()
    newer = make_version(DAY + timedelta(days=1))
    settings.VERSION_SECONDS = 1e-9
    assert holder.known() is None
    with django_assert_num_queries(1):
        assert holder.get().number == newer.pk


def test_a_commit_of_another_connection_is_noticed_at_once(holder):
    make_version()
    holder.get()
    newer = make_version(DAY + timedelta(days=1))
    holder.stamps.append(1)
    assert holder.known() is None
    assert holder.get().number == newer.pk


def test_the_last_known_version_is_served_while_the_database_fails(holder, monkeypatch):
    version = make_version()
    holder.get()
    fails(monkeypatch)
    holder.stamps.append(1)
    assert holder.get().number == version.pk
    assert holder.known().number == version.pk
    monkeypatch.undo()


def fails(monkeypatch):
    class Failing:
        @staticmethod
        def first():
            raise DatabaseError("gone")

    monkeypatch.setattr(newest_version, "NEWEST", Failing)


def test_between_two_attempts_that_fail_the_last_version_is_known(holder, settings, monkeypatch):
    version = make_version()
    holder.get()
    settings.VERSION_SECONDS = 1e-9
    monkeypatch.setattr(newest_version, "RETRY_SECONDS", 1e-9)
    with monkeypatch.context() as broken:
        fails(broken)
        holder.ask()
        time.sleep(0.001)  # the attempt is over, and the next has not begun
        assert holder.known().number == version.pk
    holder.ask()
    assert holder.known() is None  # its time is over, as if it had never failed


def test_without_a_known_version_the_error_is_raised(holder, monkeypatch):
    fails(monkeypatch)
    with pytest.raises(DatabaseError, match="gone"):
        holder.get()


def test_nobody_waits_for_one_who_asks_for_long(holder):
    version = make_version()
    holder.get()
    holder.stamps.append(1)
    holder._asking_since = time.monotonic() - 100
    assert holder.known().number == version.pk


def test_an_empty_catalogue_is_held_too(holder, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [holder.get(), holder.get()] == [None, None]


def test_each_version_has_a_token_of_its_own():
    first = make_version()
    number = first.pk
    first.delete()
    again = CatalogueVersion.objects.create(pk=number, day=DAY, made_at=first.made_at)
    assert again.token != first.token


@pytest.mark.django_db(transaction=True)
def test_what_an_editor_publishes_is_known_at_once(settings):
    settings.VERSION_SECONDS = 60
    before = make_version()
    assert newest_version.HOLDER.get().number == before.pk
    publish_same_data(now=before.made_at)
    assert newest_version.HOLDER.get().number > before.pk


@pytest.fixture
def file(tmp_path, monkeypatch):
    made = tmp_path / "a.sqlite3"
    with closing(sqlite3.connect(made)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE t (x)")
    monkeypatch.setitem(connection.settings_dict, "NAME", str(made))
    return made


def test_the_file_tells_of_each_commit(file):
    changes = FileChanges()
    before = changes.stamp()
    assert changes.stamp() == before
    with closing(sqlite3.connect(file)) as other:
        other.execute("INSERT INTO t VALUES (1)")
        assert changes.stamp() == before
        other.commit()
    assert changes.stamp() != before


def test_a_file_that_was_replaced_is_opened_again(file, tmp_path):
    changes = FileChanges()
    before = changes.stamp()
    shutil.copy(file, tmp_path / "b.sqlite3")
    (tmp_path / "b.sqlite3").replace(file)
    changes.stamp(reopen=True)
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("INSERT INTO t VALUES (1)")
    assert changes.stamp(reopen=True) != before


def test_a_pull_on_postgresql_ends_when_every_process_knows(settings, monkeypatch):
    settings.VERSION_SECONDS, waits = 7, []
    # In this module alone: threads of earlier tests sleep, too.
    clock = SimpleNamespace(sleep=waits.append, monotonic=time.monotonic)
    monkeypatch.setattr(newest_version, "time", clock)
    wait_for_processes()
    assert waits == ([] if connection.vendor == "sqlite" else [7])
