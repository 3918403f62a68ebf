"""Payloads of past days from a clone of models.dev's repository, back to its beginning in 2025.

No Django.
"""

import json
import tomllib
from collections.abc import Iterator, Sequence, Set
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from catalog.feed.git_objects import (
    Commit,
    Objects,
    fetch_repository,
    last_commits_of_days,
    open_objects,
)
from catalog.feed.past_payload import FROM_GIT, PastPayload
from catalog.feed.source import SourceUnavailable
from catalog.feed.toml_payload import Table, build_payload

UPSTREAM = "https://github.com/sst/models.dev"
FOLDERS = ("providers", "models")
# Since some day of 2026 the API names the model that an offering is based on.
GENERATOR, NAMES_BASE = "packages/core/src/generate.ts", b"canonical_model_id"


def open_repository(path_or_url: str, clones: Path) -> Path:
    """Return the folder of a repository; one behind a URL is fetched into a folder of `clones`.

    Raises SourceUnavailable.
    """
    if Path(path_or_url).is_dir():
        return Path(path_or_url)
    if "://" not in path_or_url:
        raise SourceUnavailable(f"{path_or_url}: neither a folder nor a URL")
    folder = clones / f"{sha256(path_or_url.encode()).hexdigest()[:16]}.git"
    fetch_repository(path_or_url, folder)
    return folder


def commits_to_read(
    folder: Path, *, since: date | None, every: int, today: date, on_record: Set[date]
) -> list[Commit]:
    """Return the last commit of each `every`th day before today that is not on record.

    Of a day without a commit it is the last one before. Today is not over yet.
    Raises SourceUnavailable.
    """
    chosen = every_so_many_days(last_commits_of_days(folder), since, every, today)
    return [commit for commit in chosen if commit.day not in on_record]


def every_so_many_days(
    commits: Sequence[Commit], since: date | None, every: int, today: date
) -> list[Commit]:
    """Return, of one commit a day in order, the last one until each `every`th day before today."""
    if not commits:
        return []
    first = since or commits[0].day
    chosen: dict[int, Commit] = {}
    for commit in commits:
        # How many intervals after the first day is the first chosen day that this commit may serve.
        intervals = -((first - commit.day).days // every)
        if commit.day >= first and first + timedelta(intervals * every) < today:
            chosen[intervals] = commit
    return list(chosen.values())


def read_payloads(folder: Path, name: str, commits: Sequence[Commit]) -> Iterator[PastPayload]:
    """Yield the payloads of commits; `name` is where the repository came from.

    A file is parsed once for as long as it stays the same, so time follows the changes, and memory
    the files of one day. Raises SourceUnavailable.
    """
    parsed: dict[str, Table | str] = {}
    with open_objects(folder) as objects:
        for commit in commits:
            blobs = objects.files(commit.id, FOLDERS, ".toml")
            parsed = {
                blob: parsed[blob] if blob in parsed else parse_toml(objects.read(blob))
                for blob in set(blobs.values())
            }
            files = {path: _located(path, parsed[blob]) for path, blob in blobs.items()}
            payload = build_payload(files, with_canonical_ids=_names_base(objects, commit))
            source = f"{FROM_GIT} {shown_url(name)[:400]} {commit.id}"
            yield PastPayload(commit.day, source, commit.at, as_json(payload))


def as_json(payload: Table) -> bytes:
    # By str: TOML has dates, which JSON lacks. File names need not be UTF-8.
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), default=str)
    return text.encode(errors="replace")


def _located(path: str, table: Table | str) -> Table | str:
    return f"{path}: {table}" if isinstance(table, str) else table


def _names_base(objects: Objects, commit: Commit) -> bool:
    return NAMES_BASE in (objects.read(f"{commit.id}:{GENERATOR}") or b"")


def parse_toml(content: bytes | None) -> Table | str:
    """Return a file's table, or why it cannot be read."""
    if content is None:
        return "missing or too large"
    try:
        return tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return f"not TOML: {error}"[:200]


def shown_url(url: str) -> str:
    """Return a URL as it may be stored and shown: without user and password."""
    parts = urlsplit(url)
    if not parts.hostname:
        return url
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
