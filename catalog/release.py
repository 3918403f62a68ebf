"""Which release of the site this is: in every ETag, so that a deployment changes all of them."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

FOLDERS = (
    "api",
    "catalog",
    "changelog",
    "config",
    "locale",
    "pages",
    "pricing",
    "scoring",
    "static",
    "templates",
)
FILES = ("requirements.txt",)  # the libraries that render pages
# Made while the site runs, or by an editor: two checkouts of one commit differ in them.
NOT_RELEASED = {".mo", ".pyc", ".pyo", ".swp", ".tmp"}


@lru_cache(maxsize=1)
def release() -> str:
    """Return a digest of the site's own files, equal in every checkout of one commit."""
    return digest_of(Path(settings.BASE_DIR))


def digest_of(root: Path) -> str:
    """Return a digest of the released files below `root`: of relative names and contents."""
    files = [root / name for name in FILES]
    files += [file for folder in FOLDERS for file in (root / folder).rglob("*")]
    digest = hashlib.sha256()
    for file in sorted(file for file in files if is_released(file)):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(root).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def is_released(file: Path) -> bool:
    hidden = file.name.startswith(".") or file.name.endswith("~") or "__pycache__" in file.parts
    return not hidden and file.suffix not in NOT_RELEASED and file.is_file()
