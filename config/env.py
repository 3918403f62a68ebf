"""Typed environment variables. Pure: no Django."""

import os
import re
import secrets
import stat
from contextlib import suppress
from datetime import time
from math import inf
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"", "0", "false", "no", "off"})

SQLITE_OPTIONS: dict[str, object] = {
    # Take the write lock at BEGIN, waiting for it; a later upgrade to one would fail at once.
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}

# A server that does not answer is given up after some seconds, also in the middle of a connection.
POSTGRESQL_OPTIONS: dict[str, object] = {
    "connect_timeout": "3",  # seconds; the driver's least is 2
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",  # milliseconds
}


class BadSetting(ValueError):
    """An invalid environment variable; the message names it and a valid value."""


def flag(name: str, default: bool = False) -> bool:
    """Read a yes or no; raises BadSetting on anything else."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE | FALSE:
        return value.strip().lower() in TRUE
    raise BadSetting(f"{name} is {value!r}: say 1 or 0.")


def words(name: str, default: list[str]) -> list[str]:
    """Read a list separated by commas."""
    value = os.environ.get(name)
    if value is None:
        return default
    return [word.strip() for word in value.split(",") if word.strip()]


def seconds(name: str, default: float) -> float:
    """Read a duration in seconds, 0 or more; raises BadSetting."""
    value = os.environ.get(name) or str(default)
    with suppress(ValueError):
        if 0 <= float(value) < inf:
            return float(value)
    raise BadSetting(f"{name} is {value!r}: say a number of seconds.")


def count(name: str, default: int) -> int:
    """Read a whole number, 1 or more; raises BadSetting."""
    value = os.environ.get(name) or str(default)
    with suppress(ValueError):
        if int(value) >= 1:
            return int(value)
    raise BadSetting(f"{name} is {value!r}: say a whole number, 1 or more.")


def existing_file(name: str) -> Path | None:
    """Read the path of a file, None if unset; raises BadSetting if there is no such file."""
    value = os.environ.get(name)
    if not value:
        return None
    if not Path(value).is_file():
        raise BadSetting(f"{name} is {value!r}: there is no such file.")
    return Path(value)


def slug(name: str, default: str) -> str:
    """Read one part of a URL path: letters, digits, - and _; raises BadSetting."""
    value = (os.environ.get(name) or default).strip("/")
    if re.fullmatch(r"[A-Za-z0-9_-]+", value):
        return value
    raise BadSetting(f"{name} is {value!r}: say letters, digits, - and _ only.")


def token(name: str) -> str:
    """Read a secret that clients send in a header; empty is none. Raises BadSetting.

    The message does not repeat the secret.
    """
    value = os.environ.get(name) or ""
    if value and not re.fullmatch(r"[!-~]{16,}", value):
        raise BadSetting(f"{name}: say 16 letters, digits or signs at least, without spaces.")
    return value


def time_of_day(name: str, default: str) -> tuple[int, int]:
    """Read HH:MM as hour and minute; raises BadSetting."""
    value = os.environ.get(name) or default
    try:
        at = time.fromisoformat(value)
    except ValueError:
        raise BadSetting(f"{name} is {value!r}: say a time as 06:15.") from None
    return at.hour, at.minute


def database(
    url: str, *, sqlite_timeout: float = 30, statement_timeout: float = 0
) -> dict[str, Any]:
    """Turn sqlite:///file or postgres://user:password@host:port/name into Django's settings.

    SQLite waits `sqlite_timeout` seconds for another process that writes. PostgreSQL ends a
    statement after `statement_timeout` seconds; 0 is never.
    The query string, if any, goes to the driver: `?sslmode=require`. Raises BadSetting.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path.removeprefix("/")),
            "OPTIONS": {**SQLITE_OPTIONS, "timeout": sqlite_timeout},
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "config.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": _postgresql_options(dict(parse_qsl(parts.query)), statement_timeout),
            # Persistent connections: a new one for each request costs ten times the query.
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            # Later than the server's own limit, which leaves the connection intact.
            "CLIENT_TIMEOUT": statement_timeout and statement_timeout + 1,
        }
    raise BadSetting(f"DATABASE_URL begins with {parts.scheme!r}: say sqlite:/// or postgres://.")


def _postgresql_options(asked: dict[str, str], statement_timeout: float) -> dict[str, Any]:
    """Return the driver's options; what the URL asks for stands."""
    options = {**POSTGRESQL_OPTIONS, **asked}
    if statement_timeout:
        limit = f"-c statement_timeout={statement_timeout * 1000:.0f}"
        options["options"] = f"{limit} {asked.get('options', '')}".strip()
    return options


def stored_secret(file: Path) -> str:
    """Return the secret in `file`; create it, readable by its owner only, if it is missing."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=file.parent) as draft:
            draft.write(secrets.token_urlsafe(50))
            draft.flush()
            # Of two processes at once one creates the file, and both read that one.
            with suppress(FileExistsError):
                file.hardlink_to(draft.name)
    return file.read_text()


def keep_private(path: Path, *, folder: bool = False) -> None:
    """Create a file or folder that others cannot read; take their rights to one that exists.

    A group's rights stay, since an operator may have given them. What is not ours stays as it is,
    and so does what has no folder yet: whoever opens it says what is wrong.
    """
    with suppress(FileNotFoundError, PermissionError):
        if folder:
            path.mkdir(mode=0o700, exist_ok=True)
        else:
            path.touch(mode=0o600)
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & stat.S_IRWXO:
            path.chmod(mode & ~stat.S_IRWXO)
