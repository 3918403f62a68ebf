"""What pages cost a server: made, kept, and not modified, beside a bare view on the same server.

One worker of our application server answers 16 connections. Requests per second depend on the
machine and on the client, which runs beside it; CPU time of the worker per request hardly does.
DATABASE_URL names data to serve; without it, the bundled payload is pulled into a temporary file.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.services.process import free_port, listening

CONNECTIONS, SECONDS, UNCACHED = 16, 1.5, 12
CLOCK = os.sysconf("SC_CLK_TCK")
PAGES = (
    ("home", "/"),
    ("list", "/models/"),
    ("filtered list", "/models/?q=llama&sort=-context"),
    ("model", "{model}"),
    ("calculator", "/calculator/"),
    ("changelog", "/changelog/"),
    ("Atom feed", "/changelog/feed.atom"),
    ("CSV", "/models/models.csv"),
)


# The client


@dataclass(frozen=True)
class Measured:
    status: int
    per_second: float
    cpu: float  # ms of the worker per request
    size: int


async def get(reader: Any, writer: Any, request: bytes) -> tuple[int, dict[str, str], int]:
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
    length = int(headers.get("content-length", 0))
    if length and " 304 " not in head[0]:
        await reader.readexactly(length)
    return int(head[0].split()[1]), headers, length


def head_of(port: int, path: str, etag: str = "") -> bytes:
    condition = f"If-None-Match: {etag}\r\n" if etag else ""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: br, gzip\r\n"
        f"Accept: text/html\r\n{condition}\r\n"
    ).encode()


async def load(port: int, requests: Iterator[bytes], most: int, seconds: float) -> tuple[int, ...]:
    """Send requests on all connections; return count, last status and size."""
    until, done, last = time.monotonic() + seconds, 0, (0, {}, 0)

    async def client() -> None:
        nonlocal done, last
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.monotonic() < until and done < most:
            done += 1
            last = await get(reader, writer, next(requests))
        writer.close()

    await asyncio.gather(*(client() for _ in range(min(CONNECTIONS, most))))
    return done, last[0], last[2]


def measure(
    port: int, worker: int, path: str, *, etag: str = "", uncached: bool = False
) -> Measured:
    def requests() -> Iterator[bytes]:
        number = 0
        while True:
            number += 1
            mark = f"{'&' if '?' in path else '?'}x={number}-{time.time_ns()}" if uncached else ""
            yield head_of(port, path + mark, etag)

    most, seconds = (UNCACHED, 60.0) if uncached else (10**9, SECONDS)
    began, before = time.monotonic(), cpu_seconds(worker)
    done, status, size = asyncio.run(load(port, requests(), most, seconds))
    cpu = cpu_seconds(worker) - before
    return Measured(status, done / (time.monotonic() - began), cpu / done * 1000, size)


def cpu_seconds(worker: int) -> float:
    fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK


def fetch(port: int, path: str) -> dict[str, str]:
    async def once() -> dict[str, str]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        _status, headers, _size = await get(reader, writer, head_of(port, path))
        writer.close()
        return headers

    return asyncio.run(once())


@contextmanager
def server(database: str) -> Iterator[tuple[int, int]]:
    """Serve with one worker; yield its port and process."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface=asginl", "--no-ws"]
    environment = os.environ | {"DATABASE_URL": database, "HOT_PAGES": "0"}
    process = subprocess.Popen(
        [*command, f"--port={port}", "--log-level=error", "benchmarks.serving_app:application"],
        cwd=ROOT,
        env=environment,
    )
    try:
        while not listening(port):
            if process.poll() is not None:
                sys.exit("the server did not start")
            time.sleep(0.1)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield port, int(children[-1])
    finally:
        process.terminate()
        process.wait()


def pulled(folder: str) -> str:
    database = f"sqlite:///{folder}/ledger.sqlite3"
    for command in (["migrate", "-v0"], ["pull", "--from", "bundled"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": database},
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return database


def most_offered(database: str) -> str:
    script = (
        "import django; django.setup(); from catalog.models import CanonicalModel as M;"
        "print(M.objects.listed().order_by('-channel_count').first().get_absolute_url())"
    )
    environment = os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "-c", script]
    return subprocess.check_output(command, cwd=ROOT, env=environment, text=True).strip()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = os.environ.get("DATABASE_URL") or pulled(folder)
        model = most_offered(database)
        with server(database) as (port, worker):
            for _, path in PAGES:  # builds the indexes
                fetch(port, path.format(model=model))
            time.sleep(3)
            bare = measure(port, worker, "/bare/")
            report("bare view", bare, bare)
            for name, template in PAGES:
                path = template.format(model=model)
                report(f"{name}, made", measure(port, worker, path, uncached=True), bare)
                fetch(port, path)
                fetch(port, path)
                time.sleep(1.5)  # until it is compressed
                report(f"{name}, kept", measure(port, worker, path), bare)
                etag = fetch(port, path)["etag"]
                unmodified = measure(port, worker, path, etag=etag)
                report(f"{name}, not modified", unmodified, bare)
            bare = measure(port, worker, "/bare/")
            report("bare view, again", bare, bare)
            memory = Path(f"/proc/{worker}/status").read_text().partition("VmRSS:")[2].split()[0]
            print(f"\nload average {os.getloadavg()[0]:.1f}; worker {int(memory) / 1024:.0f} MB")


def report(name: str, measured: Measured, bare: Measured) -> None:
    if name == "bare view":
        print(f"{'':28} status  requests/s  to bare  CPU ms  to bare   bytes")
    print(
        f"{name:28} {measured.status:6} {measured.per_second:11,.0f}"
        f" {measured.per_second / bare.per_second:8.2f} {measured.cpu:7.3f}"
        f" {bare.cpu / measured.cpu if measured.cpu else 0:8.2f} {measured.size:7,}",
        flush=True,
    )


if __name__ == "__main__":
    main()
