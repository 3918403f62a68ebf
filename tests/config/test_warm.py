"""What pages answer from is made before somebody asks."""

import gc

import pytest
from django.db import DatabaseError

from catalog.version_cache import clear_version_caches
from config import warm
from config.warm import keep_warm, refresh
from tests.factories import DAY, make_model, make_version
from tests.pages.test_model_list import paths_of


@pytest.fixture(autouse=True)
def _forget():
    yield
    clear_version_caches()
    gc.unfreeze()


@pytest.mark.django_db
def test_the_first_visitor_finds_all_made(client, django_assert_num_queries):
    version = make_version()
    make_model("meta/llama", input_price="1", output_price="2")
    assert refresh(None) == version.pk
    with django_assert_num_queries(1):  # which version it is
        assert paths_of(client, "?q=lama&maker=meta") == ["meta/llama"]


@pytest.mark.django_db
def test_a_version_is_made_once(django_assert_num_queries):
    known = refresh(None) or make_version().pk
    assert refresh(known) == known
    with django_assert_num_queries(1):
        refresh(known)


@pytest.mark.django_db
def test_a_new_version_is_made_anew(client):
    make_version()
    known = refresh(None)
    make_model("meta/llama")
    newer = make_version(DAY).pk
    assert refresh(known) == newer != known
    assert paths_of(client, "") == ["meta/llama"]


@pytest.mark.django_db
def test_the_collector_is_spared_what_stays():
    make_version()
    refresh(None)
    assert gc.get_freeze_count() > 1000


@pytest.mark.django_db
def test_without_data_there_is_nothing_to_make():
    assert refresh(None) is None


def test_a_database_that_fails_is_asked_again(monkeypatch, caplog):
    def fail(now):
        raise DatabaseError("gone")

    monkeypatch.setattr(warm, "newest_data_version", fail)
    assert refresh(7) == 7
    assert "not warmed: gone" in caplog.text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_looks_again_and_again(monkeypatch):
    looked = []

    def stop_after_two(known):
        looked.append(known)
        if len(looked) == 2:
            raise SystemExit
        return 7

    monkeypatch.setattr(warm, "close_old_connections", lambda: None)
    monkeypatch.setattr(warm, "refresh", stop_after_two)
    thread = keep_warm(0.001)
    thread.join(5)
    assert (looked, thread.daemon) == ([None, 7], True)


def test_never_is_no_thread():
    assert keep_warm(0) is None
