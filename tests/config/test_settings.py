"""Effects of the settings."""

import sqlite3

import pytest
import requests
from django.conf import settings
from django.db import connection, transaction

from tests.services.site import manage, site

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite itself")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL")


@on_sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(
    "pragma, value",
    [("journal_mode", "wal"), ("synchronous", 1), ("busy_timeout", 30_000), ("foreign_keys", 1)],
)
def test_sqlite_options(pragma, value) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_sqlite_transaction_takes_the_write_lock_at_once() -> None:
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
    with transaction.atomic():
        connection.ensure_connection()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.close()


@on_postgresql
@pytest.mark.django_db
def test_postgresql_connections_are_persistent() -> None:
    assert connection.settings_dict["CONN_MAX_AGE"] is None
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        assert cursor.fetchone() == ("UTF8",)


@pytest.mark.django_db
def test_no_page_may_run_inline_scripts_or_styles(client) -> None:
    policy = client.get("/admin/login/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header, value",
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_pages_carry_security_headers(client, header, value) -> None:
    assert client.get("/admin/login/")[header] == value


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_pages_are_compressed(client, encoding) -> None:
    answer = client.get("/admin/login/", headers={"accept-encoding": encoding})
    assert answer["Content-Encoding"] == encoding


def test_https_is_required_behind_https(database_url, tmp_path) -> None:
    with site(tmp_path, DATABASE_URL=database_url, HTTPS="1") as address:
        plain = requests.get(f"{address}/admin/login/", allow_redirects=False, timeout=30)
        told = {"X-Forwarded-Proto": "https"}
        secure = requests.get(f"{address}/admin/login/", headers=told, timeout=30)
    assert (plain.status_code, plain.headers["Location"][:8]) == (301, "https://")
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "; Secure" in secure.headers["Set-Cookie"]


@pytest.mark.django_db
def test_x_forwarded_proto_is_ignored_without_https(client) -> None:
    answer = client.get("/faq/", headers={"x-forwarded-proto": "https"})
    assert 'rel="canonical" href="http://' in answer.content.decode()


def test_the_daily_update_runs_at_quarter_past_six() -> None:
    schedule = settings.CELERY_BEAT_SCHEDULE["daily update"]["schedule"]
    assert (schedule.hour, schedule.minute) == ({6}, {15})
    assert settings.CELERY_TIMEZONE == "UTC"


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
def test_a_sign_in_without_next_leads_to_the_admin(client, admin_user, prefix) -> None:
    form = {"username": "admin", "password": "password"}
    response = client.post(f"{prefix}/admin/login/", form)
    assert (response.status_code, response.url) == (302, f"{prefix}/admin/")


@on_sqlite
def test_a_new_database_is_its_owners(tmp_path) -> None:
    file = tmp_path / "ledger.sqlite3"
    manage("migrate", DATABASE_URL=f"sqlite:///{file}")
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_an_unknown_host_is_refused_without_a_log_entry(client, caplog) -> None:
    assert client.get("/faq/", headers={"host": "evil.test"}).status_code == 400
    assert caplog.records == []
