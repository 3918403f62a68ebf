"""Compile .po files by a library, so that a running site needs no GNU gettext. Pure."""

import os
from pathlib import Path

import polib


def compile_translations(locale: Path) -> list[Path]:
    """Compile the .po files under `locale` that are newer than their .mo; return their paths."""
    stale = [source for source in sorted(locale.rglob("*.po")) if is_stale(source)]
    for source in stale:
        # Replaced at once: other workers may read or write the same file at this moment.
        draft = source.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(source.with_suffix(".mo"))
    return stale


def is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
