"""One stack for all faults, with a feed on loopback that the tests decide about."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from pytest_httpserver import HTTPServer

from tests.faults.stack import KEPT, RunningStack
from tests.services.postgres import open_folder
from tests.services.process import eventually, free_port, running

QUICK = ("VERSION_SECONDS", "WARM_EVERY", "API_REQUESTS_PER_MINUTE", "KEPT_PAGES_MB")


@pytest.fixture(scope="session")
def feed() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1") as server:
        yield server


@pytest.fixture(scope="session")
def stack(feed: HTTPServer) -> Iterator[RunningStack]:
    port = free_port()
    with open_folder() as folder:
        log: Path = folder / "stack.log"
        with running(
            [sys.executable, "-u", "-m", "stack", f"--port={port}", f"--folder={folder}"],
            log=log,
            ready=lambda: "Model Ledger is at" in log.read_text(),
            env={
                "BACKFILL": "0",
                "MODELS_DEV_URL": feed.url_for("/api.json"),
                "DJANGO_SETTINGS_MODULE": "config.settings",
                # As in production: tests.settings put other values into this process.
                **dict.fromkeys(QUICK, ""),
            },
            seconds=400,
        ) as supervisor:
            assert eventually((folder / "processes.json").exists)
            yield RunningStack(folder, supervisor)


@pytest.fixture(autouse=True)
def visited_before(stack: RunningStack) -> None:
    """Have every worker keep the pages that must be served during each fault."""
    assert eventually(stack.is_whole, seconds=60)
    assert eventually(stack.serves, seconds=60)
    for base in (stack.direct, stack.address):
        for path in KEPT:
            for _worker in range(8):
                assert requests.get(base + path, timeout=60).status_code == 200
