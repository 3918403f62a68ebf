"""Fill the past: payloads of earlier days, stored one by one and derived once.

    releases or clone -> one payload a day -> snapshots, pending -> one rebuild

A kill loses nothing: what is stored stays, and the next backfill or pull derives it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Set
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from catalog.feed import package_index
from catalog.feed.normalise import ReadingCache
from catalog.feed.past_payload import PastPayload
from catalog.feed.payload import PayloadRefused
from catalog.feed.releases import ReleaseStore, moment_of, unpack, versions_of_days
from catalog.ingest.past_days import Kept, store_past_day
from catalog.ingest.pull_lock import pull_lock
from config.daily import Progress, apply_pending, close_killed_runs

OnRefusal = Callable[[PayloadRefused], object]
# What the wheels of past releases hold; may be deleted, and is then downloaded again.
RELEASES: Path = settings.VAR / "releases"


def backfill(
    days: Iterable[PastPayload],
    *,
    now: datetime,
    on_stored: Callable[[date], object],
    on_refusal: OnRefusal,
    on_derived: Progress,
) -> Counter[Kept]:
    """Store the payloads of past days and derive the tables; count what became of the payloads.

    A day that cannot be used is reported and left out. Raises PullInProgress.
    """
    kept: Counter[Kept] = Counter()
    cache: ReadingCache = {}
    with pull_lock():
        close_killed_runs(now)
        for past in days:
            try:
                kept[store_past_day(past, today=now.date(), cache=cache)] += 1
            except PayloadRefused as why:
                on_refusal(
                    PayloadRefused("{source}: {reason}", source=past.source, reason=str(why))
                )
            on_stored(past.day)
        apply_pending(now, on_derived)
    return kept


def find_releases(
    *,
    since: date | None,
    every: int,
    on_download: Callable[[str], object],
    on_refusal: OnRefusal,
) -> list[tuple[str, bytes]]:
    """Return version and data file of a release for each `every`th day, in order of day.

    Raises SourceUnavailable.
    """
    store = ReleaseStore(RELEASES, package_index.download_data, on_download, on_refusal)
    versions = package_index.released_versions()
    chosen = versions_of_days(versions, store.moments, since=since, every=every)
    return [(version, store.read(version)) for version in chosen]


def unpack_missing(
    releases: Iterable[tuple[str, bytes]], on_record: Set[date], on_refusal: OnRefusal
) -> Iterator[PastPayload]:
    """Yield the payloads of the releases of days for which no release is on record."""
    for version, compressed in releases:
        if moment_of(compressed, version).date() not in on_record:
            try:
                yield unpack(compressed, version)
            except PayloadRefused as why:
                on_refusal(why)
