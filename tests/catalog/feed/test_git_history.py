"""Payloads from a clone: which days, what is parsed, and which repository."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from catalog.feed import git_history
from catalog.feed.git_history import (
    commits_to_read,
    every_so_many_days,
    open_repository,
    parse_toml,
    read_payloads,
    shown_url,
)
from catalog.feed.git_objects import Commit
from catalog.feed.source import SourceUnavailable
from tests.repositories import Link, needs_git, repository

pytestmark = needs_git

PROVIDER = 'name = "Acme"\n'
TODAY = date(2026, 11, 26)


def llama(price: str) -> str:
    return f'name = "Llama"\nrelease_date = 2025-04-05\n[cost]\ninput = {price}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository of four days."""
    shared = {"providers/acme/provider.toml": PROVIDER}
    commits = [
        ("2025-06-01 08:00", {**shared, "providers/acme/models/llama.toml": llama("1")}),
        ("2025-06-01 20:00", {**shared, "providers/acme/models/llama.toml": llama("0.150")}),
        (
            "2025-06-02 08:00",
            {
                **shared,
                "providers/acme/models/llama.toml": llama("3"),
                "providers/acme/models/twin.toml": Link("llama.toml"),
            },
        ),
        (
            "2025-06-09 08:00",
            {
                **shared,
                "models/meta/llama.toml": llama("4"),
                "providers/acme/models/llama.toml": 'base_model = "meta/llama"',
                "packages/core/src/generate.ts": "canonical_model_id: baseModel",
            },
        ),
        ("2025-06-15 08:00", {**shared, "providers/acme/models/llama.toml": "name ="}),
    ]
    return repository(tmp_path / "models.dev", commits)


def payloads(folder: Path, **options: Any) -> dict[date, Any]:
    options = {"since": None, "every": 1, "today": TODAY, "on_record": set(), **options}
    commits = commits_to_read(folder, **options)
    read = read_payloads(folder, "https://user:word@example.org/models.dev?token=x", commits)
    return {past.day: past for past in read}


def models(past: Any) -> Any:
    return json.loads(past.body)["acme"]["models"]


def june(*days: int) -> list[date]:
    return [date(2025, 6, day) for day in days]


def test_the_payload_of_each_day(folder: Path) -> None:
    read = payloads(folder)
    assert list(read) == june(1, 2, 9, 15)
    llama = {"name": "Llama", "release_date": "2025-04-05", "cost": {"input": 0.15}, "id": "llama"}
    assert models(read[june(1)[0]]) == {"llama": llama}
    assert models(read[june(2)[0]])["twin"] == {**llama, "cost": {"input": 3}, "id": "twin"}


def test_source_and_moment_name_the_commit(folder: Path) -> None:
    past = payloads(folder)[date(2025, 6, 1)]
    kind, url, commit = past.source.split()
    assert (kind, url, len(commit)) == ("git", "https://example.org/models.dev", 40)
    assert str(past.fetched_at) == "2025-06-01 20:00:00+00:00"


def test_names_the_base_where_the_repositorys_own_generator_does(folder: Path) -> None:
    assert models(payloads(folder)[date(2025, 6, 9)])["llama"]["canonical_model_id"] == "meta/llama"


def test_a_broken_file_is_kept_as_the_reason(folder: Path) -> None:
    reason = models(payloads(folder)[date(2025, 6, 15)])["llama"]
    assert reason.startswith("providers/acme/models/llama.toml: not TOML: ")


def test_a_file_is_parsed_once_while_it_stays_the_same(folder: Path, monkeypatch) -> None:
    parsed = []
    monkeypatch.setattr(
        git_history, "parse_toml", lambda blob: parsed.append(blob) or parse_toml(blob)
    )
    payloads(folder)
    assert len(parsed) == len(set(parsed)) == 6  # four of llama, one base, one provider


@pytest.mark.parametrize(
    "options, days",
    [
        ({"every": 7}, (1, 2, 15)),  # 1, 8 (as on 2), 15
        ({"every": 2}, (1, 2, 9, 15)),
        ({"since": date(2025, 6, 2)}, (2, 9, 15)),
        ({"since": date(2025, 6, 3)}, (9, 15)),
        ({"since": date(2025, 6, 3), "every": 7}, (9, 15)),  # 10 and 17
        ({"since": date(2025, 6, 16)}, ()),
        ({"on_record": set(june(1, 9))}, (2, 15)),
        ({"today": date(2025, 6, 15)}, (1, 2, 9)),  # today is not over
        ({"today": date(2025, 6, 15), "every": 7}, (1, 2)),  # nor is the week
    ],
)
def test_which_days(folder: Path, options, days) -> None:
    assert list(payloads(folder, **options)) == june(*days)


def test_no_commits() -> None:
    assert every_so_many_days([], None, 1, TODAY) == []


def test_every_day_of_a_repository_that_commits_daily() -> None:
    commits = [Commit(str(day), datetime(2025, 6, day, 12, tzinfo=UTC)) for day in range(1, 29)]
    assert [c.day.day for c in every_so_many_days(commits, None, 1, TODAY)] == list(range(1, 29))
    weekly = every_so_many_days(commits, None, 7, TODAY)
    assert [c.day.day for c in weekly] == [1, 8, 15, 22, 28]  # the week of the 29th is over


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"name = ", "not TOML: "),
        (b'name = "\xff"', "not TOML: "),
        (b"a = " + b"[" * 3000 + b"]" * 3000, "not TOML: "),
        (b"a = 1" + b"0" * 5000, "not TOML: "),
        (None, "missing or too large"),
    ],
)
def test_what_is_not_toml(content, reason) -> None:
    assert parse_toml(content).startswith(reason)


def test_a_folder_is_read_where_it_is(folder: Path, tmp_path: Path) -> None:
    assert open_repository(str(folder), tmp_path / "clones") == folder
    assert not (tmp_path / "clones").exists()


def test_a_url_is_fetched_into_one_folder(folder: Path, tmp_path: Path) -> None:
    for _again in range(2):
        ours = open_repository(folder.as_uri(), tmp_path / "clones")
        assert list(payloads(ours)) == list(payloads(folder))
    assert list((tmp_path / "clones").iterdir()) == [ours]


def test_what_is_neither_a_folder_nor_a_url(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="nowhere: neither a folder nor a URL"):
        open_repository("nowhere", tmp_path)


@pytest.mark.parametrize(
    "url, shown",
    [
        ("https://github.com/sst/models.dev", "https://github.com/sst/models.dev"),
        ("https://me:secret@example.org:8443/r.git?token=x#y", "https://example.org:8443/r.git"),
        ("ssh://git@example.org/r.git", "ssh://example.org/r.git"),
        ("/srv/models.dev", "/srv/models.dev"),
    ],
)
def test_a_url_is_shown_without_its_password(url: str, shown: str) -> None:
    assert shown_url(url) == shown
