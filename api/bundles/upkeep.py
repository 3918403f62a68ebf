"""Keep the folder of bundles within its bound: superseded ones go, then the least used."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

KNOWN = "known"
UNFINISHED = ".making-"
# Who read the manifest of a superseded bundle gets to download it.
GRACE_SECONDS = 60 * 60
TOUCH_EVERY = 60


def drop_superseded(*, keep: Path, version: str) -> None:
    """Delete the other bundles of a day, what older versions knew, and more than BUNDLES_MB.

    Of the days the one that was asked for longest ago goes first. A superseded bundle that was in
    use within the last hour stays, unless there is no room for it.
    """
    long_ago = time.time() - GRACE_SECONDS
    _delete(
        folder
        for folder in bundle_folders()
        if folder.parent == keep.parent and folder != keep and used_at(folder) < long_ago
    )
    _delete(older for older in _entries(KNOWN + "/*") if older.name != version)
    # Left behind by a process that was killed.
    _delete(made for made in _entries(UNFINISHED + "*") if used_at(made) < long_ago)
    room = settings.BUNDLES_MB * 2**20
    for folder in sorted(bundle_folders(), key=used_at, reverse=True):
        room -= size_of(folder)
        if room < 0 and folder != keep:
            _delete([folder])


def mark_used(folder: Path) -> None:
    with suppress(OSError):  # it may be another process that writes here
        if used_at(folder) < time.time() - TOUCH_EVERY:
            os.utime(folder)


def bundle_folders() -> list[Path]:
    return _entries("????-??-??/*-*")


def size_of(folder: Path) -> int:
    """Return the bytes of a bundle's files; 0 of one that is gone."""
    with suppress(OSError):
        return sum(file.stat().st_size for file in folder.iterdir())
    return 0


def used_at(folder: Path) -> float:
    """Return when a folder was used last, as a Unix time; 0 for one that is gone."""
    with suppress(OSError):
        return folder.stat().st_mtime
    return 0


def _entries(pattern: str) -> list[Path]:
    return list(settings.BUNDLES_DIR.glob(pattern))


def _delete(folders: Iterator[Path] | list[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
