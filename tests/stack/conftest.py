"""The shipped configuration in the real nginx, in front of the real site with bundled data."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from stack.nginx import nginx_service
from stack.processes import Supervised, free_port
from tests.services.postgres import open_folder
from tests.services.process import listening, running
from tests.services.site import GRANIAN, environment, manage


class Front:
    """nginx and the site behind it; each request is that of a client at some address."""

    def __init__(
        self, address: str, database: str, web: "subprocess.Popen[bytes]", direct: str
    ) -> None:
        self.address, self.database, self.web, self.direct = address, database, web, direct

    def get(self, path: str, client: str = "203.0.113.1", **headers: str) -> requests.Response:
        headers = {"X-Forwarded-For": client, "Accept-Encoding": "gzip", **headers}
        return requests.get(self.address + path, headers=headers, timeout=30, allow_redirects=False)

    def at_once(self, path: str, clients: list[str]) -> list[requests.Response]:
        with ThreadPoolExecutor(len(clients)) as pool:
            return list(pool.map(lambda client: self.get(path, client), clients))

    def cached(self, path: str, **headers: str) -> str:
        """Ask for a page and return where it came from."""
        return self.get(path, **headers).headers["X-Cache"]


@pytest.fixture(scope="package")
def folder() -> Iterator[Path]:
    """A folder that nginx's workers may enter; pytest's belong to root alone."""
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="package")
def front(bundled_database: Path, folder: Path) -> Iterator[Front]:
    database, static = folder / "ledger.sqlite3", folder / "static"
    database.write_bytes(bundled_database.read_bytes())
    manage("prepare", "--files", STATIC_ROOT=str(static), DJANGO_SETTINGS_MODULE="config.settings")
    upstream, port = free_port(), free_port()
    env = environment(
        {
            "DATABASE_URL": f"sqlite:///{database}",
            "STATIC_ROOT": str(static),
            "BEHIND_PROXY": "1",
            "VERSION_SECONDS": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "for tests only",
        }
    )
    service = nginx_service(
        folder / "nginx",
        port=port,
        upstream=upstream,
        mcp=upstream,
        static=static,
        trusted_proxy="127.0.0.1",
    )
    with running(
        [*GRANIAN, "--workers-kill-timeout=1", f"--port={upstream}", "config.asgi:application"],
        log=folder / "site.log",
        ready=lambda: listening(upstream),
        env=env,
    ) as web:
        nginx = Supervised(service, folder, print)
        nginx.wait_until_ready()
        try:
            address = f"http://127.0.0.1:{port}"
            yield Front(address, str(database), web, f"http://127.0.0.1:{upstream}")
        finally:
            nginx.end()
