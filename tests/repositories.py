"""Git repositories that the test makes itself: whole trees, committed at given moments."""

import subprocess
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

Files = Mapping[str, "str | Link"]

git_is_missing = subprocess.run(["which", "git"], capture_output=True, check=False).returncode != 0
needs_git = pytest.mark.skipif(git_is_missing, reason="needs git")


class Link(str):
    """The target of a symbolic link."""

    __slots__ = ()


def repository(folder: Path, commits: Iterable[tuple[str, Files]], branch: str = "dev") -> Path:
    """Make a bare repository with one commit for each moment (UTC) and its whole tree."""
    subprocess.run(
        ["git", "init", "-q", "--bare", f"--initial-branch={branch}", str(folder)], check=True
    )
    load(folder, _stream(commits, branch))
    return folder


def load(folder: Path, stream: Iterator[bytes]) -> None:
    """Feed a stream to git fast-import."""
    with subprocess.Popen(
        ["git", "-C", str(folder), "fast-import", "--quiet", "--force"], stdin=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        for part in stream:
            process.stdin.write(part)
    assert process.returncode == 0


def _stream(commits: Iterable[tuple[str, Files]], branch: str) -> Iterator[bytes]:
    for number, (moment, files) in enumerate(commits):
        yield f"commit refs/heads/{branch}\nmark :{number + 1}\n".encode()
        yield commit_head(moment) + (f"from :{number}\n".encode() if number else b"")
        yield b"deleteall\n" + b"".join(modified(path, files[path]) for path in files)


def commit_head(moment: str) -> bytes:
    seconds = int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp())
    return f"committer A <a@example.org> {seconds} +0000\n".encode() + data("message")


def modified(path: str, content: str) -> bytes:
    mode = "120000" if isinstance(content, Link) else "100644"
    return f'M {mode} inline "{path}"\n'.encode() + data(content)


def data(text: str) -> bytes:
    content = text.encode()
    return f"data {len(content)}\n".encode() + content + b"\n"
