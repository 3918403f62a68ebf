"""Typed environment variables."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from config import env


@pytest.mark.parametrize(
    "said, meant", [("1", True), ("true", True), ("YES", True), ("0", False), ("", False)]
)
def test_flag(monkeypatch, said, meant) -> None:
    monkeypatch.setenv("DEBUG", said)
    assert env.flag("DEBUG") is meant


def test_an_unset_flag_has_its_default(monkeypatch) -> None:
    monkeypatch.delenv("DEBUG", raising=False)
    assert env.flag("DEBUG") is False
    assert env.flag("DEBUG", default=True) is True


def test_an_invalid_flag_is_refused(monkeypatch) -> None:
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(env.BadSetting, match="DEBUG is 'maybe'"):
        env.flag("DEBUG")


def test_words(monkeypatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "example.org, www.example.org,")
    assert env.words("ALLOWED_HOSTS", []) == ["example.org", "www.example.org"]


@pytest.mark.parametrize("said, meant", [("0", 0), ("2.5", 2.5), ("", 3)])
def test_seconds(monkeypatch, said, meant) -> None:
    monkeypatch.setenv("WARM_EVERY", said)
    assert env.seconds("WARM_EVERY", 3) == meant


@pytest.mark.parametrize("said", ["-1", "nan", "inf", "soon"])
def test_invalid_seconds_are_refused(monkeypatch, said) -> None:
    monkeypatch.setenv("WARM_EVERY", said)
    with pytest.raises(env.BadSetting, match="WARM_EVERY"):
        env.seconds("WARM_EVERY", 3)


@pytest.mark.parametrize(
    "said, meant", [("", "admin"), ("desk", "desk"), ("/Desk_7-x/", "Desk_7-x")]
)
def test_slug(monkeypatch, said, meant) -> None:
    monkeypatch.setenv("ADMIN_PATH", said)
    assert env.slug("ADMIN_PATH", "admin") == meant


@pytest.mark.parametrize("said", ["a/b", "a b", "<x>", "..", "模型"])
def test_an_invalid_slug_is_refused(monkeypatch, said) -> None:
    monkeypatch.setenv("ADMIN_PATH", said)
    with pytest.raises(env.BadSetting, match="ADMIN_PATH"):
        env.slug("ADMIN_PATH", "admin")


@pytest.mark.parametrize("said, meant", [("1", 1), ("40000", 40_000), ("", 7)])
def test_count(monkeypatch, said, meant) -> None:
    monkeypatch.setenv("FEED_MAX_OFFERS", said)
    assert env.count("FEED_MAX_OFFERS", 7) == meant


@pytest.mark.parametrize("said", ["0", "-1", "2.5", "many"])
def test_an_invalid_count_is_refused(monkeypatch, said) -> None:
    monkeypatch.setenv("FEED_MAX_OFFERS", said)
    with pytest.raises(env.BadSetting, match="FEED_MAX_OFFERS"):
        env.count("FEED_MAX_OFFERS", 7)


@pytest.mark.parametrize(
    "url, name", [("sqlite:////srv/ledger.db", "/srv/ledger.db"), ("sqlite:///a b.db", "a b.db")]
)
def test_sqlite(url, name) -> None:
    database = env.database(url)
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["NAME"] == name


def test_postgres() -> None:
    database = env.database("postgres://ada:p%40ss@db.example:5433/ledger?sslmode=require")
    assert database["ENGINE"] == "config.postgresql"
    assert database["USER"] == "ada"
    assert database["PASSWORD"] == "p@ss"
    assert (database["HOST"], database["PORT"]) == ("db.example", "5433")
    assert database["NAME"] == "ledger"
    assert database["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    "query, seconds, expected",
    [
        ("", 0, {"connect_timeout": "3"}),
        ("?connect_timeout=9", 0, {"connect_timeout": "9"}),
        ("", 2.5, {"options": "-c statement_timeout=2500"}),
        ("?options=-c%20x%3D1", 5, {"options": "-c statement_timeout=5000 -c x=1"}),
        ("?options=-c%20x%3D1", 0, {"options": "-c x=1"}),
    ],
)
def test_time_limits_of_postgres(query, seconds, expected) -> None:
    database = env.database(f"postgres://db.example/ledger{query}", statement_timeout=seconds)
    assert expected.items() <= database["OPTIONS"].items()


def test_postgres_over_a_socket_folder() -> None:
    database = env.database("postgres://%2Frun%2Fpostgresql/ledger")
    assert (database["HOST"], database["PORT"]) == ("/run/postgresql", "")


@pytest.mark.parametrize("url", ["mysql://x/y", "ledger.db"])
def test_other_databases_are_refused(url) -> None:
    with pytest.raises(env.BadSetting, match="DATABASE_URL"):
        env.database(url)


def test_the_secret_is_created_once_readable_by_its_owner(tmp_path) -> None:
    file = tmp_path / "var" / "secret_key"
    secret = env.stored_secret(file)
    assert len(secret) > 50
    assert env.stored_secret(file) == secret
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_two_starts_at_once_share_one_secret(tmp_path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(env.stored_secret, [tmp_path / "secret_key"] * 8))
    assert len(secrets) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    "mode, kept", [(0o644, 0o640), (0o666, 0o660), (0o640, 0o640), (0o600, 0o600)]
)
def test_a_file_is_kept_from_others(tmp_path, mode, kept) -> None:
    file = tmp_path / "ledger"
    file.touch()
    file.chmod(mode)
    env.keep_private(file)
    assert stat.S_IMODE(file.stat().st_mode) == kept


def test_a_new_file_and_folder_are_their_owners(tmp_path) -> None:
    env.keep_private(tmp_path / "ledger")
    env.keep_private(tmp_path / "var", folder=True)
    assert stat.S_IMODE((tmp_path / "ledger").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_a_file_without_a_folder_is_left_to_who_opens_it(tmp_path) -> None:
    env.keep_private(tmp_path / "none" / "ledger")
    assert not (tmp_path / "none").exists()


def test_a_token_is_long_and_stays_out_of_messages(monkeypatch) -> None:
    monkeypatch.delenv("METRICS_TOKEN", raising=False)
    assert env.token("METRICS_TOKEN") == ""
    monkeypatch.setenv("METRICS_TOKEN", "0123456789abcdef")
    assert env.token("METRICS_TOKEN") == "0123456789abcdef"
    for said in ("short", "with spaces in between", "ä" * 20, "0123456789abcdef\n"):
        monkeypatch.setenv("METRICS_TOKEN", said)
        with pytest.raises(env.BadSetting, match="METRICS_TOKEN") as why:
            env.token("METRICS_TOKEN")
        assert said.strip() not in str(why.value)
