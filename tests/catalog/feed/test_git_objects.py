"""Reading a repository that the test makes: days, files, links, and what is not there."""

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from catalog.feed import git_objects
from catalog.feed.git_objects import (
    default_branch,
    fetch_repository,
    git,
    last_commits_of_days,
    open_objects,
    parse_tree,
)
from catalog.feed.source import SourceUnavailable
from tests.repositories import Link, commit_head, load, modified, needs_git, repository

pytestmark = needs_git

FOLDERS = ("providers", "models")


def files_of(folder: Path, *folders: str) -> dict[str, str | None]:
    """Return the newest commit's files with their contents."""
    with open_objects(folder) as objects:
        found = objects.files(default_branch(folder), folders or FOLDERS, ".toml")
        contents = {path: objects.read(blob) for path, blob in found.items()}
    return {path: content and content.decode() for path, content in contents.items()}


def days(folder: Path) -> list[date]:
    return [commit.day for commit in last_commits_of_days(folder)]


def test_the_last_commit_of_each_day(tmp_path: Path) -> None:
    moments = ["2025-06-01 08:00", "2025-06-01 23:59:59", "2025-06-02 00:00", "2025-06-04 12:00"]
    folder = repository(tmp_path / "r", [(moment, {"a": moment}) for moment in moments])
    commits = last_commits_of_days(folder)
    assert [str(commit.at) for commit in commits] == [
        f"{moment}+00:00"
        for moment in ("2025-06-01 23:59:59", "2025-06-02 00:00:00", "2025-06-04 12:00:00")
    ]
    with open_objects(folder) as objects:
        assert objects.read(f"{commits[0].id}:a") == b"2025-06-01 23:59:59"


def test_only_the_first_parents_count(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", [("2025-06-01 08:00", {"a": "1"})])

    def merge_of_a_branch():
        yield b"commit refs/heads/side\n" + commit_head("2025-06-03 08:00")
        yield b"from refs/heads/dev^0\n" + modified("a", "side")
        yield b"commit refs/heads/dev\n" + commit_head("2025-06-05 08:00")
        yield b"from refs/heads/dev^0\nmerge refs/heads/side\n" + modified("a", "merged")

    load(folder, merge_of_a_branch())
    assert days(folder) == [date(2025, 6, 1), date(2025, 6, 5)]


def test_a_clock_that_was_fast_makes_no_day(tmp_path: Path) -> None:
    moments = ["2025-06-01 08:00", "2025-06-09 08:00", "2025-06-02 08:00", "2025-06-03 08:00"]
    folder = repository(tmp_path / "r", [(moment, {"a": moment}) for moment in moments])
    assert days(folder) == [date(2025, 6, day) for day in (1, 2, 3)]


def test_an_empty_repository(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", [])
    with pytest.raises(SourceUnavailable, match=r"^git: fatal: Needed a single revision"):
        last_commits_of_days(folder)


def test_files_of_the_folders(tmp_path: Path) -> None:
    files = {
        "providers/a/provider.toml": "A",
        "providers/a/models/x/y.toml": "Y",
        "providers/a/logo.svg": "<svg>",
        "models/m.toml": "M",
        "packages/core/z.toml": "Z",
    }
    folder = repository(tmp_path / "r", [("2025-06-01 08:00", files)])
    assert files_of(folder) == {
        "providers/a/provider.toml": "A",
        "providers/a/models/x/y.toml": "Y",
        "models/m.toml": "M",
    }
    assert files_of(folder, "nowhere") == {}


@pytest.mark.parametrize(
    "link, target, found",
    [
        ("providers/b/m.toml", "../a/m.toml", {"providers/b/m.toml": "M"}),
        ("providers/b/m.toml", "./../a/../a/m.toml", {"providers/b/m.toml": "M"}),
        ("providers/b", "a", {"providers/b/m.toml": "M"}),
        ("providers/b/c", "../a", {"providers/b/c/m.toml": "M"}),
        ("providers/b/m.toml", "../../shared/m.toml", {"providers/b/m.toml": "S"}),
        ("providers/b/m.toml", "ghost.toml", {}),
        ("providers/b/m.toml", "../a/m.toml/deeper", {}),
        ("providers/b/m.toml", "/etc/passwd", {}),
        ("providers/b/m.toml", "../../../etc/passwd", {}),
        ("providers/b/m.toml", "m.toml", {}),
        ("providers/b/m.toml", "", {}),
        ("providers/b/m.toml", "..", {}),
    ],
)
def test_links(tmp_path: Path, link: str, target: str, found: dict[str, str]) -> None:
    files = {"providers/a/m.toml": "M", "shared/m.toml": "S", link: Link(target)}
    folder = repository(tmp_path / "r", [("2025-06-01 08:00", files)])
    expected = {"providers/a/m.toml": "M"} | found
    assert {path: files_of(folder).get(path) for path in expected} == expected
    assert link in found or link not in files_of(folder)


def test_links_to_links_and_through_folders_that_are_links(tmp_path: Path) -> None:
    files = {
        "providers/a/models/m.toml": "M",
        "providers/b/models": Link("../a/models"),
        "providers/c/m.toml": Link("../b/models/m.toml"),
        "providers/d/m.toml": Link("../c/m.toml"),
    }
    folder = repository(tmp_path / "r", [("2025-06-01 08:00", files)])
    assert files_of(folder)["providers/d/m.toml"] == "M"
    assert files_of(folder)["providers/b/models/m.toml"] == "M"


def test_a_folder_that_contains_itself_ends(tmp_path: Path) -> None:
    files = {"providers/a/m.toml": "M", "providers/a/again": Link(".")}
    folder = repository(tmp_path / "r", [("2025-06-01 08:00", files)])
    assert len(files_of(folder)) <= git_objects.DEEPEST + 1


def test_absurdly_many_files_are_refused(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(git_objects, "MOST_FILES", 1000)
    loops = {f"providers/a/{name}": Link(".") for name in "bcde"}
    folder = repository(
        tmp_path / "r", [("2025-06-01 08:00", {"providers/a/m.toml": "M", **loops})]
    )
    with pytest.raises(SourceUnavailable, match="more than 1,000 files"):
        files_of(folder)


def test_an_object_that_is_too_large_is_skipped(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(git_objects, "LARGEST_OBJECT", 1000)
    files = {"models/a.toml": "x" * 200_000, "models/b.toml": "b"}
    folder = repository(tmp_path / "r", [("2025-06-01 08:00", files)])
    assert files_of(folder) == {"models/a.toml": None, "models/b.toml": "b"}


def test_a_missing_object(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", [("2025-06-01 08:00", {"a": "1"})])
    with open_objects(folder) as objects:
        assert objects.read("0" * 40) is None
        assert objects.read("dev:nowhere/b c") is None
        assert objects.read("dev:a") == b"1"


def test_a_tree_as_git_stores_it() -> None:
    tree = b"100644 a.toml\0" + bytes(range(20)) + b"40000 b\0" + b"\1" * 20
    assert {name: (entry.mode, entry.id) for name, entry in parse_tree(tree, 20).items()} == {
        "a.toml": ("100644", bytes(range(20)).hex()),
        "b": ("40000", "01" * 20),
    }


# Where the repository comes from


def test_fetches_the_default_branch_again_and_again(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", [("2025-06-01 08:00", {"a": "1"})])
    for expected in ([1], [1, 2]):
        fetch_repository(origin.as_uri(), tmp_path / "ours")
        assert [commit.at.day for commit in last_commits_of_days(tmp_path / "ours")] == expected
        load(
            origin,
            iter(
                [
                    b"commit refs/heads/dev\n",
                    commit_head("2025-06-02 08:00"),
                    b"from refs/heads/dev^0\n",
                ]
            ),
        )


def test_a_fetch_that_was_cut_short_goes_on(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", [("2025-06-01 08:00", {"a": "1"})])
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "ours")], check=True)
    fetch_repository(origin.as_uri(), tmp_path / "ours")
    assert days(tmp_path / "ours") == [date(2025, 6, 1)]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/nobody.git", "ext::sh -c 'touch executed'"])
def test_a_repository_that_cannot_be_had(tmp_path: Path, monkeypatch, url: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceUnavailable, match=r"^git: fatal: "):
        fetch_repository(url, tmp_path / "ours")
    assert not (tmp_path / "executed").exists()


def test_a_clone_is_read_at_its_origins_default_branch(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", [("2025-06-01 08:00", {"a": "1"})])
    clone = tmp_path / "clone"
    git("clone", "--quiet", str(origin), str(clone))
    load(
        clone / ".git",
        iter([b"commit refs/heads/mine\n", commit_head("2025-06-09 08:00"), modified("a", "2")]),
    )
    git("-C", str(clone), "symbolic-ref", "HEAD", "refs/heads/mine")
    assert days(clone) == [date(2025, 6, 1)]


def test_a_hook_s_repository_is_not_read_instead(tmp_path: Path, monkeypatch) -> None:
    other = repository(tmp_path / "other", [("2025-01-01 08:00", {"a": "other"})])
    folder = repository(tmp_path / "r", [("2025-06-01 08:00", {"a": "1"})])
    monkeypatch.setenv("GIT_DIR", str(other))
    assert days(folder) == [date(2025, 6, 1)]


def test_git_is_missing(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceUnavailable, match=r"^git: .*No such file"):
        git("version")


def test_moments_are_utc(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", [("2025-06-01 23:30", {"a": "1"})])
    assert last_commits_of_days(folder)[0].at == datetime(2025, 6, 1, 23, 30, tzinfo=UTC)
