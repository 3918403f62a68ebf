"""Upgrades of a database with data, from releases of before: with `git`, on SQLite.

The old release runs from its own files, so that its migrations, models and pull make the data.
"""

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
import requests

from tests.services.process import free_port, listening, running
from tests.services.site import GRANIAN

pytestmark = pytest.mark.timeout(600, func_only=True)

ROOT = Path(__file__).parents[2]
RELEASES = {"before metrics": "90eff51"}
PAGES = ("/", "/models/", "/changelog/", "/providers/", "/calculator/", "/zh-hant/models/")


def files_of(commit: str, folder: Path) -> Path:
    """Unpack a release from git; skip where the history is not there, as in a shallow clone."""
    packed = subprocess.run(
        ["git", "archive", "--format=tar", commit], cwd=ROOT, capture_output=True, check=False
    )
    if packed.returncode:
        pytest.skip(f"no commit {commit} in this clone")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def run(root: Path, database: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=root,
        env=environment(root, database),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def environment(root: Path, database: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "of these tests",
        "STATIC_ROOT": str(database.parent / f"static-{root.name}"),
        "BACKFILL": "0",
        "HOT_PAGES": "0",
    }


@pytest.fixture(scope="module", params=RELEASES.values(), ids=RELEASES)
def upgraded(request, tmp_path_factory):
    """A release's files, a database that it filled and that was upgraded, and what it held before."""
    folder = tmp_path_factory.mktemp("upgrade")
    old, database = files_of(request.param, folder / "old"), folder / "ledger.sqlite3"
    run(old, database, "migrate", "--verbosity=0")
    run(old, database, "pull", "--from", "bundled")
    before = run(ROOT, database, "shell", "-v", "0", "-c", RAW_COUNTS)
    run(ROOT, database, "prepare", "--database")
    return old, database, before


# Asked without models, which an old database may not fit.
RAW_COUNTS = """if True:
    from django.db import connection
    with connection.cursor() as cursor:
        for table in ("offering", "provider", "snapshot"):
            cursor.execute(f"SELECT id FROM catalog_{table} ORDER BY id")
            print(table, [row[0] for row in cursor.fetchall()])
"""


def test_an_upgrade_keeps_what_there_was(upgraded):
    """Also by the rebuild that the changelog asks for: primary keys stay."""
    _old, database, before = upgraded
    assert run(ROOT, database, "shell", "-v", "0", "-c", RAW_COUNTS) == before
    run(ROOT, database, "rebuild")
    assert run(ROOT, database, "shell", "-v", "0", "-c", RAW_COUNTS) == before
    assert served(ROOT, database) == dict.fromkeys(PAGES, 200)


def served(root: Path, database: Path) -> dict[str, int]:
    """Serve a release on a database; return the status of each page."""
    env, port = environment(root, database), free_port()
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"],
        cwd=root,
        env=env,
        check=True,
    )
    with running(
        ["env", "-C", str(root), *GRANIAN, f"--port={port}", "config.asgi:application"],
        log=database.parent / f"{root.name}.log",
        ready=lambda: listening(port),
        env=env,
    ):
        base = f"http://127.0.0.1:{port}"
        return {path: requests.get(base + path, timeout=120).status_code for path in PAGES}
