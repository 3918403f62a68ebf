"""Bundles on disk: made once, under a lock, and put in place whole.

    BUNDLES_DIR/2026-05-12/4f2a…-KEY/     one bundle, with its manifest, signatures and gzip copies
    BUNDLES_DIR/known/VERSION/2026-05-12  the digest of the day's bundle in a catalogue version

A bundle's folder is renamed into place, and no file in it ever changes. Each machine makes its own:
equal data gives equal bytes, since nothing in a bundle says when it was made.
"""

import fcntl
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings

from api.bundles.make import write_bundle
from api.bundles.manifest import MANIFEST, Manifest, read_manifest
from api.bundles.registry import BY_FILE
from api.bundles.signing import SIGNATURE, public_key
from api.bundles.upkeep import KNOWN, UNFINISHED, drop_superseded, mark_used
from api.days import Reading

UNSIGNED = "unsigned"
WAIT_SECONDS = 10
# Of the threads of a process, those that may wait for a bundle; the others answer pages.
_waiting = BoundedSemaphore(2)


class BundleBusy(Exception):
    """Other bundles are being made; ask again in some seconds."""


@dataclass(frozen=True, slots=True)
class StoredBundle:
    """A bundle on disk."""

    folder: Path
    manifest: Manifest

    @property
    def is_signed(self) -> bool:
        return not self.folder.name.endswith(UNSIGNED)

    def path(self, name: str) -> Path | None:
        """Return the path of a file that the bundle offers: of a format, manifest, or signature."""
        offered = name.removesuffix(SIGNATURE) in (*BY_FILE, MANIFEST)
        path = self.folder / name
        return path if offered and path.is_file() else None


def find(day: date, digest: str) -> StoredBundle | None:
    """Return the bundle of an address if it is on disk. Raises BadKey."""
    folder = settings.BUNDLES_DIR / day.isoformat() / _folder_name(digest)
    try:
        manifest = read_manifest((folder / MANIFEST).read_bytes())
    except OSError:
        return None
    mark_used(folder)
    return StoredBundle(folder, manifest)


def known_digest(day: date, version: str) -> str | None:
    """Return the digest of a day's bundle in a catalogue version; None if none was made in it."""
    try:
        return _note(day, version).read_text()
    except OSError:
        return None


def bundle_of(reading: Reading, version: str) -> StoredBundle:
    """Return the bundle of a day, made now if it is not on disk.

    `version` is the key of the newest catalogue version. Raises BundleBusy, CatalogueInMotion,
    BadKey, and OSError where the disk cannot be written.
    """
    if stored := known_bundle(reading.day, version):
        return stored
    if not _waiting.acquire(blocking=False):
        raise BundleBusy
    try:
        with _lock():
            # Another process may have made it while we waited.
            return known_bundle(reading.day, version) or _make(reading, version)
    finally:
        _waiting.release()


def known_bundle(day: date, version: str) -> StoredBundle | None:
    """Return the bundle of a day in a catalogue version if it is on disk. Raises BadKey."""
    digest = known_digest(day, version)
    return find(day, digest) if digest else None


def _make(reading: Reading, version: str) -> StoredBundle:
    with _unfinished() as made:
        manifest = write_bundle(reading, made)
        folder = settings.BUNDLES_DIR / reading.day.isoformat() / _folder_name(manifest.digest)
        folder.parent.mkdir(exist_ok=True)
        if not folder.exists():  # an older version may have had the same content
            made.rename(folder)
    note = _note(reading.day, version)
    note.parent.mkdir(parents=True, exist_ok=True)
    # A file so short is written whole or not at all, and an unknown digest is no bundle's.
    note.write_text(manifest.digest)
    mark_used(folder)
    drop_superseded(keep=folder, version=version)
    return StoredBundle(folder, manifest)


def _folder_name(digest: str) -> str:
    key = public_key()
    return f"{digest}-{key.name if key else UNSIGNED}"


def _note(day: date, version: str) -> Path:
    path: Path = settings.BUNDLES_DIR / KNOWN / version / day.isoformat()
    return path


@contextmanager
def _unfinished() -> Iterator[Path]:
    """Make a folder beside the bundles, so that it can be renamed; it goes if it was not."""
    made = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=settings.BUNDLES_DIR))
    made.chmod(0o755)  # of mkdtemp's 700, so that a web server may read it
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def _lock() -> Iterator[None]:
    """Hold the lock of all processes that make bundles here. Raises BundleBusy."""
    settings.BUNDLES_DIR.mkdir(mode=0o755, parents=True, exist_ok=True)
    deadline = time.monotonic() + WAIT_SECONDS
    with (settings.BUNDLES_DIR / ".lock").open("w") as file:
        while not _is_locked(file.fileno()):
            if time.monotonic() > deadline:
                raise BundleBusy
            time.sleep(0.05)
        yield


def _is_locked(file: int) -> bool:
    """Take the lock if nobody has it; it is released when the file is closed."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
