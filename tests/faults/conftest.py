"""One stack for all faults, with a feed on loopback that the tests decide about."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from pytest_httpserver import HTTPServer

from stack.binaries import install_nginx
from stack.processes import StackError
from tests.faults.stack import KEPT, RunningStack
from tests.services.postgres import open_folder
from tests.services.process import eventually, free_port, running

DISK_MB = 400
QUICK = ("VERSION_SECONDS", "WARM_EVERY", "API_REQUESTS_PER_MINUTE", "KEPT_PAGES_MB")


@pytest.fixture(scope="session")
def feed() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1", threaded=True) as server:
        yield server


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Mount a disk of its own for the database, so that a test can fill it.

    Where that is not allowed the folder stays what it is, and the test of a full disk is skipped.
    """
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=0755", "tmpfs", str(folder)]
    is_mounted = (
        os.geteuid() == 0
        and sys.platform == "linux"
        and not subprocess.run(mount, capture_output=True, check=False).returncode
    )
    try:
        yield
    finally:
        if is_mounted:
            # Lazily: a process that ends too slowly must not fail the tests.
            subprocess.run(["umount", "--lazy", str(folder)], check=False)


@contextmanager
def run_stack(feed: HTTPServer) -> Iterator[RunningStack]:
    """Run a stack that pulls from `feed`, on a free port and in a folder of its own."""
    port = free_port()
    env = {
        "BACKFILL": "0",
        "MODELS_DEV_URL": feed.url_for("/api.json"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        # As in production: tests.settings put other values into this process.
        **dict.fromkeys(QUICK, ""),
    }
    with open_folder() as folder, small_disk(folder / "postgres"):
        log: Path = folder / "stack.log"
        with running(
            [sys.executable, "-u", "-m", "stack", f"--port={port}", f"--folder={folder}"],
            log=log,
            ready=lambda: "Model Ledger is at" in log.read_text(),
            env=env,
            seconds=400,
        ) as supervisor:
            assert eventually((folder / "processes.json").exists)
            yield RunningStack(folder, supervisor, env)


@pytest.fixture(scope="session")
def stack(feed: HTTPServer) -> Iterator[RunningStack]:
    try:
        install_nginx()  # as root on Debian
    except StackError as why:
        pytest.skip(str(why))
    with run_stack(feed) as running_stack:
        yield running_stack


@pytest.fixture(autouse=True)
def visited_before(stack: RunningStack) -> None:
    """Have every worker keep the pages that must be served during each fault."""
    assert eventually(stack.is_whole, seconds=60)
    assert eventually(stack.serves, seconds=60)
    for base in (stack.direct, stack.address):
        for path in KEPT:
            for _worker in range(8):
                assert requests.get(base + path, timeout=60).status_code == 200
