"""Indexes are built before the first request of a new version."""

import gc

import pytest
from django.db import DatabaseError

from config import preload
from config.preload import preload_newer, start_preloading
from tests.factories import DAY, make_model, make_version
from tests.pages.test_model_list import paths_of


def key_of(version):
    return f"{version.pk}-{version.token}"


@pytest.fixture(autouse=True)
def _unfreeze():
    yield
    gc.unfreeze()


@pytest.mark.django_db
def test_the_first_request_builds_nothing(client, django_assert_num_queries):
    expected = make_version()
    make_model("meta/llama", input_price="1", output_price="2")
    assert preload_newer(None) == key_of(expected)
    with django_assert_num_queries(1):  # which version it is
        assert paths_of(client, "?q=lama&maker=meta") == ["meta/llama"]


@pytest.mark.django_db
def test_a_version_is_preloaded_once(django_assert_num_queries):
    version = preload_newer(None) or key_of(make_version())
    assert preload_newer(version) == version
    with django_assert_num_queries(1):
        preload_newer(version)


@pytest.mark.django_db
def test_a_new_version_is_preloaded(client):
    make_version()
    version = preload_newer(None)
    make_model("meta/llama")
    newer = key_of(make_version(DAY))
    assert preload_newer(version) == newer != version
    assert paths_of(client, "") == ["meta/llama"]


@pytest.mark.django_db
def test_caches_are_frozen():
    make_version()
    preload_newer(None)
    assert gc.get_freeze_count() > 1000


@pytest.mark.django_db
def test_an_empty_catalogue():
    assert preload_newer(None) is None


def test_a_database_error_is_logged_and_retried(monkeypatch, caplog):
    def fail(now):
        raise DatabaseError("gone")

    monkeypatch.setattr(preload, "newest_data_version", fail)
    assert preload_newer("7-x") == "7-x"
    assert "not preloaded: gone" in caplog.text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_the_thread_polls(monkeypatch):
    polled = []

    def stop_after_two(version):
        polled.append(version)
        if len(polled) == 2:
            raise SystemExit
        return "7-x"

    monkeypatch.setattr(preload, "close_old_connections", lambda: None)
    monkeypatch.setattr(preload, "preload_newer", stop_after_two)
    thread = start_preloading(0.001)
    thread.join(5)
    assert (polled, thread.daemon) == ([None, "7-x"], True)


def test_an_interval_of_0_starts_no_thread():
    assert start_preloading(0) is None


@pytest.mark.django_db
def test_popular_pages_are_made_once_for_each_version_and_site(monkeypatch):
    key, made = key_of(make_version()), []
    monkeypatch.setattr(preload, "make_hot_pages", lambda data, respond: made.append(data.key))
    nothing = None, ()
    assert preload.make_missing(nothing, key, print) == nothing  # no visitor came yet
    monkeypatch.setattr(preload, "sites", lambda: [("http", "localhost")])
    done = preload.make_missing(nothing, key, print)
    assert preload.make_missing(done, key, print) is done
    assert preload.make_missing(done, "newer", print) is done  # not preloaded yet
    monkeypatch.setattr(preload, "sites", lambda: [("http", "localhost"), ("https", "a.example")])
    preload.make_missing(done, key, print)
    assert made == [key, key]


def test_popular_pages_wait_for_the_database(monkeypatch, caplog):
    def fail(now):
        raise DatabaseError("gone for popular pages")

    monkeypatch.setattr(preload, "newest_data_version", fail)
    monkeypatch.setattr(preload, "sites", lambda: [("http", "localhost")])
    assert preload.make_missing((None, ()), "7-x", print) == (None, ())
    assert "popular pages not made: gone" in caplog.text
