"""Compile what translators wrote. Pure: no Django, and no GNU gettext needed."""

import os
from pathlib import Path

import polib


def compile_translations(locale: Path) -> list[Path]:
    """Compile each .po file under `locale` that is newer than its .mo; return those done."""
    stale = [source for source in sorted(locale.rglob("*.po")) if is_stale(source)]
    for source in stale:
        whole = source.with_suffix(f".{os.getpid()}")  # another process may be reading or writing
        polib.pofile(str(source)).save_as_mofile(str(whole))
        whole.replace(source.with_suffix(".mo"))
    return stale


def is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
