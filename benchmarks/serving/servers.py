"""The production stack for measuring, in a temporary folder: one web worker, and no Celery."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving.client import ask
from stack import services
from stack.nginx import nginx_service
from stack.processes import Service, Supervised, free_port, listening

ROOT = services.ROOT
CLOCK = os.sysconf("SC_CLK_TCK")
# Files with the bytes that the site answers, and its headers: what nginx can do at most. It reads
# and writes them as it does pages.
AS_FILES = """location /as-files/ {{
    alias {folder}/;
    sendfile off;
    default_type text/html;
{headers}
}}
"""
OWN_HEADERS = {"content-type", "content-length", "date", "etag", "last-modified", "connection"}


@dataclass(frozen=True)
class Servers:
    """Where the worker and nginx listen, and whose CPU time counts for each."""

    web: int
    nginx: int
    web_process: int
    nginx_process: int
    files: Path
    environment: dict[str, str]


@contextmanager
def stack() -> Iterator[Servers]:
    """Start PostgreSQL with a day of real data, Redis, one worker and nginx; end them at last."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL and nginx run as another user than root
        (folder / "log").mkdir()

        def start(service: Service) -> int:
            started = Supervised(service, folder / "log", print)
            running.callback(started.end)
            started.wait_until_ready()
            return started.process.pid

        env = _databases(folder, start)
        prepare = [sys.executable, "manage.py", "prepare"]
        subprocess.run(
            prepare, cwd=ROOT, env=os.environ | env, check=True, stdout=subprocess.DEVNULL
        )
        web, nginx = free_port(), free_port()
        web_process = start(_one_worker(web, env))
        files = folder / "as-files"
        files.mkdir()
        (folder / "nginx/own").mkdir(parents=True)
        (folder / "nginx/own/files.conf").write_text(as_files(files, web))
        in_front = nginx_service(
            folder / "nginx", port=nginx, upstream=web, mcp=free_port(), static=folder / "static"
        )
        yield Servers(web, nginx, web_process, start(in_front), files, env)


def as_files(folder: Path, web: int) -> str:
    """Return a location of nginx that adds to files the headers of a page, without its own."""
    ask(web, "/", most=2)
    time.sleep(1.5)  # until the page is compressed
    head = ask(web, "/").head.decode("latin-1").strip().split("\r\n")[1:]
    named = [line.partition(": ")[::2] for line in head]
    lines = [
        f'    add_header {name} "{value}";'
        for name, value in named
        if name.lower() not in OWN_HEADERS
    ]
    lines.append("    add_header X-Cache HIT;")  # nginx adds it to pages
    return AS_FILES.format(folder=folder, headers="\n".join(lines))


def _databases(folder: Path, start: Callable[[Service], int]) -> dict[str, str]:
    password = services.stored_password(folder / "password")
    postgres, cache = free_port(), free_port()
    start(services.postgres(folder / "postgres", postgres, password))
    start(services.cache(folder / "cache", cache, password))
    return {
        "DATABASE_URL": services.make_database(postgres, password),
        "CACHE_URL": f"redis://:{password}@127.0.0.1:{cache}/0",
        "VAR_DIR": str(folder / "var"),
        "STATIC_ROOT": str(folder / "static"),
        "BEHIND_PROXY": "1",
        "BACKFILL": "0",
        "HOT_PAGES": "0",  # made while pages are measured, they would count
    }


def _one_worker(port: int, env: dict[str, str]) -> Service:
    options = ["--interface=asginl", "--no-ws", "--host=127.0.0.1", f"--port={port}"]
    command = [sys.executable, "-m", "granian", *options, "--workers=1", "--log-level=error"]
    return Service(
        "web",
        [*command, "benchmarks.serving.app:application"],
        ready=lambda: listening(port),
        env=env,
        folder=ROOT,
    )


def children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in listed.split()]


def cpu_seconds(process: int) -> float:
    """Return the CPU time of a server's workers."""
    total = 0
    for child in children(process):
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / CLOCK


def memory_mb(process: int, what: str = "VmRSS") -> float:
    """Return the memory of a server's largest worker; `what` as in /proc/PID/status."""
    texts = (Path(f"/proc/{child}/status").read_text() for child in children(process))
    return max(int(text.partition(f"{what}:")[2].split()[0]) for text in texts) / 1024
