"""Fill the past: payloads of earlier days, stored one by one and derived once.

    releases or clone -> one payload a day -> snapshots, pending -> one rebuild

A kill loses nothing: what is stored stays, and the next backfill or pull derives it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from catalog.feed import package_index
from catalog.feed.git_history import commits_to_read, open_repository, read_payloads
from catalog.feed.normalise import ReadingCache
from catalog.feed.past_payload import PastPayload
from catalog.feed.payload import PayloadRefused
from catalog.feed.releases import ReleaseStore, unpack, versions_of_days
from catalog.ingest.attempts import forget_killed_attempts
from catalog.ingest.past_days import Kept, days_on_record, store_past_day
from catalog.ingest.pull_lock import pull_lock
from config.daily.pending import apply_pending
from config.daily.rebuild import Progress
from config.daily.runs import close_killed_runs

OnRefusal = Callable[[PayloadRefused], object]
# What the wheels of past releases hold; may be deleted, and is then downloaded again.
RELEASES: Path = settings.VAR / "releases"
CLONES: Path = settings.VAR / "clones"  # likewise, of repositories behind a URL


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
        forget_killed_attempts()
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


@dataclass(frozen=True, slots=True)
class Found:
    """The past days that a source has and that are not on record, read when they are stored."""

    count: int
    days: Iterator[PastPayload]


def find_commits(path_or_url: str, *, since: date | None, every: int, today: date) -> Found:
    """Find the commit of each `every`th day in a clone of models.dev's repository, or behind a URL.

    Raises SourceUnavailable, also while the days are read.
    """
    folder = open_repository(path_or_url, CLONES)
    commits = commits_to_read(
        folder, since=since, every=every, today=today, on_record=days_on_record(2)
    )
    return Found(len(commits), read_payloads(folder, path_or_url, commits))


def find_releases(
    *,
    since: date | None,
    every: int,
    on_download: Callable[[str], object],
    on_refusal: OnRefusal,
) -> Found:
    """Find a release for each `every`th day, downloading what that takes.

    Raises SourceUnavailable.
    """
    store = ReleaseStore(RELEASES, package_index.download_data, on_download, on_refusal)
    versions = package_index.released_versions()
    chosen = versions_of_days(versions, store.moments, since=since, every=every)
    # Found first and left out then: the search must not depend on what a kill left behind.
    on_record = days_on_record(1)
    missing = [version for version in chosen if store.moment(version).date() not in on_record]
    return Found(len(missing), _unpacked(store, missing, on_refusal))


def _unpacked(
    store: ReleaseStore, versions: Iterable[str], on_refusal: OnRefusal
) -> Iterator[PastPayload]:
    for version in versions:
        try:
            yield unpack(store.read(version), version)
        except PayloadRefused as why:
            on_refusal(why)
