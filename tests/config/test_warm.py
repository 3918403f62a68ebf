"""What pages answer from is made before somebody asks."""

import gc

import pytest
from django.db import DatabaseError

from config import warm
from config.warm import keep_warm, look
from pricing.calculator.market import forget_market
from tests.pages.test_model_list import found
from tests.factories import DAY, make_model, make_version


@pytest.fixture(autouse=True)
def _forget():
    yield
    forget_market()
    gc.unfreeze()


@pytest.mark.django_db
def test_the_first_visitor_finds_all_made(client, django_assert_num_queries):
    version = make_version()
    make_model("meta/llama", input_price="1", output_price="2")
    assert look(None) == version.pk
    with django_assert_num_queries(1):  # which version it is
        assert found(client, "?q=lama&maker=meta") == ["meta/llama"]


@pytest.mark.django_db
def test_a_version_is_made_once(django_assert_num_queries):
    known = look(None) or make_version().pk
    assert look(known) == known
    with django_assert_num_queries(1):
        look(known)


@pytest.mark.django_db
def test_a_new_version_is_made_anew(client):
    make_version()
    known = look(None)
    make_model("meta/llama")
    newer = make_version(DAY).pk
    assert look(known) == newer != known
    assert found(client, "") == ["meta/llama"]


@pytest.mark.django_db
def test_the_collector_is_spared_what_stays():
    make_version()
    look(None)
    assert gc.get_freeze_count() > 1000


@pytest.mark.django_db
def test_without_data_there_is_nothing_to_make():
    assert look(None) is None


def test_a_database_that_fails_is_asked_again(monkeypatch, caplog):
    def fail(now):
        raise DatabaseError("gone")

    monkeypatch.setattr(warm, "newest_data", fail)
    assert look(7) == 7
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
    monkeypatch.setattr(warm, "look", stop_after_two)
    thread = keep_warm(0.001)
    thread.join(5)
    assert (looked, thread.daemon) == ([None, 7], True)


def test_never_is_no_thread():
    assert keep_warm(0) is None
