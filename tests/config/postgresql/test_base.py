"""Queries on PostgreSQL end in time, on the client's side."""

import time

import pytest
from django.db import OperationalError, connection

from catalog.models import Run
from config.circuit_breaker import CircuitBreaker
from config.postgresql import base
from tests.services.process import eventually

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL"),
]


@pytest.fixture
def limited():
    """Connections as the site has them."""
    made = base.DatabaseWrapper({**connection.settings_dict, "CLIENT_TIMEOUT": 0.2}, "limited")
    yield made
    made.close()
    assert eventually(nobody_sleeps)  # or the database cannot be dropped


def nobody_sleeps():
    """Tell whether the server has ended what clients that are gone asked for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(5)'")
        return cursor.fetchone() == (0,)


def test_a_query_ends_when_its_time_is_over(limited):
    began = time.monotonic()
    with pytest.raises(OperationalError), limited.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
    assert time.monotonic() - began < 5
    assert not limited.is_usable()


def test_the_next_query_connects_again(limited):
    with pytest.raises(OperationalError), limited.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
    limited.close_if_unusable_or_obsolete()
    with limited.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert limited.is_usable()


def test_an_answer_closes_the_breaker(limited, monkeypatch):
    breaker = CircuitBreaker(60)
    breaker.fail()
    monkeypatch.setattr(base, "BREAKER", breaker)
    with limited.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert not breaker.is_open


def test_commands_have_no_limit():
    assert connection.client_timeout == 0
    assert not Run.objects.exists()
    assert connection.is_usable()
