"""Commits and files of a Git repository, read with two processes of git however many there are.

Nothing is checked out, and no hook or filter of the repository runs. No Django.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from posixpath import dirname, normpath
from typing import IO

from catalog.feed.source import SourceUnavailable

LARGEST_OBJECT = 4 * 1024 * 1024
LINKS_FOLLOWED = 20
DEEPEST = 20
MOST_FILES = 200_000
TREE, LINK = "40000", "120000"
FETCHED = "refs/heads/fetched"
# Which repository git works on, where the site itself is called by a hook of one.
LOCATION = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE")
OPTIONS = {
    "GIT_TERMINAL_PROMPT": "0",  # a repository that asks for a password is unavailable
    "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}


@dataclass(frozen=True, slots=True)
class Commit:
    id: str
    at: datetime  # committed, UTC

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a tree: a file, a link or another tree."""

    mode: str
    id: str


Tree = Mapping[str, Entry]


def environment() -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name not in LOCATION}
    return own | OPTIONS


def git(*arguments: str) -> str:
    """Run git and return what it prints. Raises SourceUnavailable with its last line."""
    try:
        done = subprocess.run(
            ["git", *arguments],
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SourceUnavailable(f"git: {error}") from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise SourceUnavailable(f"git: {last[:300]}")
    return done.stdout


def fetch_repository(url: str, folder: Path) -> None:
    """Bring the default branch of a repository into a bare one of ours, as FETCHED.

    Interrupted, it goes on at the next call. Raises SourceUnavailable.
    """
    git("init", "--quiet", "--bare", str(folder))
    refspec = f"+HEAD:{FETCHED}"
    git("-C", str(folder), "fetch", "--quiet", "--no-tags", "--force", "--", url, refspec)


def default_branch(folder: Path) -> str:
    """Return the newest commit of the default branch: fetched by us, of a clone's origin, or HEAD.

    Raises SourceUnavailable.
    """
    for name in (FETCHED, "refs/remotes/origin/HEAD"):
        try:
            return git("-C", str(folder), "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")[
                :-1
            ]
        except SourceUnavailable:
            continue
    return git("-C", str(folder), "rev-parse", "--verify", "HEAD^{commit}")[:-1]


def last_commits_of_days(folder: Path) -> list[Commit]:
    """Return each day's last commit on the first-parent line of the default branch, in order.

    Raises SourceUnavailable.
    """
    line = git(
        "-C", str(folder), "log", "--first-parent", "--format=%H %ct", default_branch(folder)
    )
    commits: list[Commit] = []
    for text in line.splitlines():
        name, seconds = text.split()
        commit = Commit(name, datetime.fromtimestamp(int(seconds), UTC))
        # From the newest back. A clock that was fast dates a commit after its successor: skip it.
        if not commits or commit.day < commits[-1].day:
            commits.append(commit)
    return commits[::-1]


@contextmanager
def open_objects(folder: Path) -> Iterator["Objects"]:
    """Start the process that reads objects, and end it."""
    with subprocess.Popen(
        ["git", "-C", str(folder), "cat-file", "--batch"],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        if process.stdin is None or process.stdout is None:  # they are pipes
            raise AssertionError
        try:
            yield Objects(process.stdin, process.stdout)
        finally:
            process.kill()


@dataclass(slots=True)
class Objects:
    """Reads objects by id or by "commit:path"."""

    requests: IO[bytes]
    answers: IO[bytes]
    trees: dict[str, Tree] = field(default_factory=dict)

    def read(self, name: str) -> bytes | None:
        """Return an object's bytes, or None: missing, or too large. Raises SourceUnavailable."""
        try:
            self.requests.write(f"{name}\n".encode())
            self.requests.flush()
            header = self.answers.readline().split()
        except OSError as error:
            raise SourceUnavailable(f"git cat-file: {error}") from error
        if not header:
            raise SourceUnavailable("git cat-file ended")
        if len(header) != 3 or not header[2].isdigit():
            return None
        size = int(header[2])
        if size > LARGEST_OBJECT:
            self._skip(size)
            return None
        return self.answers.read(size + 1)[:-1]  # an answer ends with a newline

    def _skip(self, size: int) -> None:
        left = size + 1
        while left > 0:
            left -= len(self.answers.read(min(left, 65536))) or left

    def tree(self, name: str) -> Tree:
        """Return a tree's entries by name, which is empty if it is missing."""
        if name not in self.trees:
            self.trees[name] = parse_tree(self.read(name) or b"", len(name) // 2)
        return self.trees[name]

    def files(self, commit: str, folders: tuple[str, ...], suffix: str) -> dict[str, str]:
        """Return the ids of all files of a commit in these folders, by path; links are followed.

        Raises SourceUnavailable if there are absurdly many, as links in circles make them.
        """
        self.trees, known = {}, self.trees
        root = self.read(f"{commit}^{{tree}}")
        top = parse_tree(root or b"", len(commit) // 2)
        walk = _Walk(self, top, known, suffix)
        for folder in folders:
            if folder in top:
                walk.add(folder, top[folder], 0)
        return walk.found


def parse_tree(content: bytes, digest_size: int) -> dict[str, Entry]:
    """Parse a tree object: mode, space, name, NUL, id; until its end."""
    entries, place = {}, 0
    while place < len(content):
        end = content.index(b"\0", place)
        mode, _, name = content[place:end].partition(b" ")
        place = end + 1 + digest_size
        entry = Entry(mode.decode(), content[end + 1 : place].hex())
        entries[name.decode(errors="surrogateescape")] = entry
    return entries


@dataclass(slots=True)
class _Walk:
    """A walk over one commit's tree; trees known from the commit before are not read again."""

    objects: Objects
    top: Tree
    known: dict[str, Tree]
    suffix: str
    found: dict[str, str] = field(default_factory=dict)

    def add(self, path: str, entry: Entry, depth: int) -> None:
        """Add a file, or those of a folder, under this path."""
        if entry.mode == LINK:
            target = self.resolve(path, LINKS_FOLLOWED)
            if target is None:
                return
            entry = target
        if entry.mode == TREE:
            if depth < DEEPEST:
                for name, inner in self.tree(entry.id).items():
                    self.add(f"{path}/{name}", inner, depth + 1)
        elif path.endswith(self.suffix):
            self.found[path] = entry.id
            if len(self.found) > MOST_FILES:
                raise SourceUnavailable(f"git: more than {MOST_FILES:,} files")

    def tree(self, name: str) -> Tree:
        if name in self.known:
            self.objects.trees[name] = self.known[name]
        return self.objects.tree(name)

    def resolve(self, path: str, links: int) -> Entry | None:
        """Return the file or folder at a path, following links; None if there is none."""
        inside, entry = self.top, None
        names = path.split("/")
        for place, name in enumerate(names):
            entry = inside.get(name)
            if entry is None:
                return None
            if entry.mode == LINK:
                link = "/".join(names[: place + 1])
                target = self.target(link, entry)
                rest = names[place + 1 :]
                if target is None or links == 0:
                    return None
                return self.resolve("/".join([target, *rest]), links - 1)
            inside = self.tree(entry.id) if entry.mode == TREE else {}
        return entry

    def target(self, link: str, entry: Entry) -> str | None:
        """Return the path that a link leads to; None if that is outside the repository."""
        content = (self.objects.read(entry.id) or b"").decode(errors="replace")
        path = normpath(f"{dirname(link)}/{content}")
        return None if not content or content.startswith("/") or path.startswith("..") else path
