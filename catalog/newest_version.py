"""The newest catalogue version, held by the process: no request asks the database for it.

A process asks again after VERSION_SECONDS; on SQLite also as soon as another connection has
committed anything, which the database file itself tells. On PostgreSQL a pull ends that much later
than it publishes (`wait_for_processes`), so that no old version is served after it has ended.
"""

import sqlite3
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Subquery
from django.db.models.functions import Coalesce, Greatest

from catalog.models import CatalogueVersion, Snapshot

FIRST_DAY = Snapshot.objects.in_use().order_by("day").values("day")[:1]
NEWEST = CatalogueVersion.objects.order_by("-pk").values_list(
    "pk",
    "token",
    Greatest("day", Coalesce("snapshot__confirmed_on", "day")),
    Subquery(FIRST_DAY),
    "made_at",
)
# After one that failed or hangs, the last known version is served, and this long nobody asks again.
RETRY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class NewestVersion:
    """The newest version: number and token, the day of its data, and the first day on record.

    The number repeats after a restore from a backup, the token never does.
    """

    number: int
    token: str
    day: date
    first: date | None
    made_at: datetime

    @property
    def key(self) -> str:
        return f"{self.number}-{self.token}"

    def age(self, now: datetime) -> timedelta:
        """Return the time since the day of the data began."""
        return now - datetime.combine(self.day, datetime.min.time(), UTC)


class FileChanges:
    """Tells whether any other connection has committed to a SQLite file since it was asked last."""

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._lock = Lock()

    def stamp(self, *, reopen: bool = False) -> int:
        """Return a number that changes with each commit; some µs. Raises sqlite3.Error, OSError.

        `reopen` looks whether the file was replaced, as by a restore from a backup.
        """
        with self._lock:
            if self._connection is None or reopen:
                self._open(Path(connection.settings_dict["NAME"]).resolve())
            stamp: int = self._connection.execute("PRAGMA data_version").fetchone()[0]  # type: ignore[union-attr]
            return stamp

    def _open(self, file: Path) -> None:
        inode = file.stat().st_ino
        if self._connection is not None and inode == self._inode:
            return
        if self._connection is not None:
            self._connection.close()
        self._inode = inode
        # Each connection counts for itself, so only one is ever asked.
        self._connection = sqlite3.connect(
            f"{file.as_uri()}?mode=ro", uri=True, check_same_thread=False, timeout=0
        )


@dataclass(frozen=True, slots=True)
class Held:
    version: NewestVersion | None
    stamp: int
    asked_at: float


class Holder:
    """Holds the newest version; one for the process."""

    def __init__(self) -> None:
        self._held: Held | None = None
        self._asking = Lock()
        self._asking_since: float | None = None
        self._failed_at = -RETRY_SECONDS
        self._changes = FileChanges()

    def get(self) -> NewestVersion | None:
        """Return the newest version, None while the catalogue is empty. Raises DatabaseError.

        While the database does not answer, the last known version is the newest.
        """
        held = self._held
        if held and (self.is_fresh(held) or self._is_failing()):
            return held.version
        return self.ask()

    def known(self) -> NewestVersion | None:
        """Return the newest version if that is known without asking the database.

        After asking failed, that is the last known one until somebody has asked with success: no
        moment between two attempts may be without a version.
        """
        held = self._held
        has_failed = self._failed_at > 0
        if held and (has_failed or self.is_fresh(held) or self._is_failing()):
            return held.version
        return None

    def ask(self) -> NewestVersion | None:
        """Ask the database. Raises DatabaseError if it fails and no version is known.

        One thread asks; others wait for its answer, but no longer than a version lives.
        """
        is_mine, held = self._asking.acquire(timeout=settings.VERSION_SECONDS), self._held
        if not is_mine and held:
            return held.version
        try:
            return self._ask()
        finally:
            if is_mine:
                self._asking.release()

    def _ask(self) -> NewestVersion | None:
        began = self._asking_since = time.monotonic()
        try:
            # Read first: a commit between the two must not go unnoticed.
            stamp = self._stamp(reopen=True)
            row = NEWEST.first()
        except (DatabaseError, sqlite3.Error, OSError):
            self._failed_at = time.monotonic()
            if self._held is None or not settings.VERSION_SECONDS:
                raise
            return self._held.version
        finally:
            self._asking_since = None
        version = NewestVersion(*row) if row else None
        self._held = Held(version, stamp, began)
        self._failed_at = -RETRY_SECONDS
        return version

    def forget(self) -> None:
        """Have the next request ask: this process has just published."""
        self._held = None

    def is_fresh(self, held: Held) -> bool:
        if time.monotonic() - held.asked_at >= settings.VERSION_SECONDS:
            return False
        try:
            return self._stamp() == held.stamp
        except (sqlite3.Error, OSError):
            return False

    def _is_failing(self) -> bool:
        """Whether asking failed just now, or takes too long."""
        now, since = time.monotonic(), self._asking_since
        return now - self._failed_at < RETRY_SECONDS or (
            since is not None and now - since > settings.VERSION_SECONDS > 0
        )

    def _stamp(self, *, reopen: bool = False) -> int:
        is_file = settings.VERSION_SECONDS and connection.vendor == "sqlite"
        return self._changes.stamp(reopen=reopen) if is_file else 0


HOLDER = Holder()


def wait_for_processes() -> None:
    """Wait until every process knows what was published: after a pull, on PostgreSQL."""
    if connection.vendor != "sqlite":
        time.sleep(settings.VERSION_SECONDS)
