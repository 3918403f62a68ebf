"""Measure each page made, kept, not modified, behind nginx, and as a file; print one table.

Requests per second depend on the client, which runs beside the servers and is Python: nginx could
answer more. CPU time of the servers per request hardly depends on it. The bare view is measured
anew before each page, and nginx and the file by turns, so that other work on the machine disturbs
both sides of a ratio alike.
"""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving.client import CONNECTIONS, Load, ask
from benchmarks.serving.servers import ROOT, Servers, cpu_seconds, memory_mb, stack

SECONDS, MOST_MADE, SECONDS_MADE = 1.5, 16, 8.0
TURNS, SECONDS_A_TURN = 6, 0.5
NO_LIMIT = 10**9
PAGES = {
    "home": "/",
    "list": "/models/",
    "filtered list": "/models/?q=llama&sort=-context",
    "model, {offers} offers": "{model}",
    "compare": "/compare/{path}/vs/{other}/",
    "calculator": "/calculator/",
    "changelog": "/changelog/",
    "Atom feed": "/changelog/feed.atom",
}
# At least so much of the requests per second of what it is compared with.
LIMITS = (("kept", 0.8), ("not modified", 0.9), ("nginx", 0.8))
MODELS = """
import django; django.setup()
from catalog.models import CanonicalModel
models = CanonicalModel.objects.listed().filter(channel_count__lte=40).order_by("-channel_count")
for model in models[:2]: print(model.channel_count, model.get_absolute_url(), model.path)
"""


@dataclass(frozen=True)
class Row:
    page: str
    state: str
    load: Load
    per_second: float
    cpu: float  # ms of the server a request


def main() -> None:
    began = time.monotonic()
    with stack() as servers:
        print(f"started in {time.monotonic() - began:.0f} s\n")
        print(f"| page | state | requests/s | p50, ms | p99, ms | CPU, ms | {RATIOS} | bytes |")
        print("|---" * 9 + "|", flush=True)
        rows = [row for page in pages(servers) for row in measure_page(servers, *page)]
        conclude(servers, rows)
    print(f"{time.monotonic() - began:.0f} s in all")


RATIOS = "requests to bare | CPU to bare"


def pages(servers: Servers) -> list[tuple[str, str]]:
    """Return names and addresses, the model being one with some 40 offers."""
    environment = os.environ | servers.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", MODELS]
    listed = subprocess.check_output(command, cwd=ROOT, env=environment, text=True)
    (offers, model, path), (_, _, other) = (line.split() for line in listed.splitlines())
    path, other = sorted((path, other))  # any other order is redirected
    known = {"offers": offers, "model": model, "path": path, "other": other}
    return [(name.format(**known), address.format(**known)) for name, address in PAGES.items()]


def measure_page(servers: Servers, name: str, path: str) -> list[Row]:
    """Measure and print the rows of a page."""
    ask(servers.web, path)  # builds what the first page of its kind builds
    bare = measure(servers, name, "bare view", "/bare/")
    show(bare, bare)
    made = measure(servers, name, "made", path, {"X-Anew": "1"}, most=MOST_MADE)
    show(made, bare)
    ask(servers.web, path)
    ask(servers.web, path)
    time.sleep(1.5)  # until it is compressed
    kept = measure(servers, name, "kept", path)
    show(kept, bare)
    etag = header(kept.load, "etag")
    unmodified = measure(servers, name, "not modified", path, {"If-None-Match": etag})
    show(unmodified, bare)
    (servers.files / "page").write_bytes(ask(servers.nginx, path).body)
    behind, file = alternate(servers, name, {"nginx": path, "file": "/as-files/page"})
    show(behind, file)
    show(file, file)
    return [bare, made, kept, unmodified, behind, file]


def measure(
    servers: Servers,
    page: str,
    state: str,
    path: str,
    headers: Mapping[str, str] | None = None,
    *,
    most: int = NO_LIMIT,
    nginx: bool = False,
) -> Row:
    port = servers.nginx if nginx else servers.web
    # Behind nginx the worker works, too: it renews what nginx has.
    processes = [servers.web_process, *([servers.nginx_process] if nginx else [])]
    seconds = SECONDS if most == NO_LIMIT else SECONDS_MADE
    seconds = SECONDS_A_TURN if nginx else seconds
    before, began = sum(map(cpu_seconds, processes)), time.perf_counter()
    # What is made is asked for by one visitor: many at once would share one page.
    connections = CONNECTIONS if most == NO_LIMIT else 1
    load = ask(port, path, headers, seconds=seconds, most=most, connections=connections)
    took, cpu = time.perf_counter() - began, sum(map(cpu_seconds, processes)) - before
    return Row(page, state, load, len(load.took) / took, 1000 * cpu / len(load.took))


def alternate(servers: Servers, page: str, paths: Mapping[str, str]) -> list[Row]:
    """Measure what nginx serves at some paths, by state, in turns."""
    turns = [
        [measure(servers, page, state, path, nginx=True) for state, path in paths.items()]
        for _turn in range(TURNS)
    ]
    return [add_up(rows) for rows in zip(*turns, strict=True)]


def add_up(rows: Sequence[Row]) -> Row:
    """Return the row of all requests of several rows."""
    first, answers = rows[0], [len(row.load.took) for row in rows]
    took = sum(number / row.per_second for number, row in zip(answers, rows, strict=True))
    cpu = sum(number * row.cpu for number, row in zip(answers, rows, strict=True))
    first.load.took = [seconds for row in rows for seconds in row.load.took]
    return Row(first.page, first.state, first.load, sum(answers) / took, cpu / sum(answers))


def header(load: Load, name: str) -> str:
    lines = load.head.decode("latin-1").split("\r\n")
    return next(line.partition(": ")[2] for line in lines if line.lower().startswith(f"{name}: "))


def show(row: Row, other: Row) -> None:
    """Print a row, with its ratio to another: above 1 is cheaper than that."""
    expected = 304 if row.state == "not modified" else 200
    state = row.state if row.load.status == expected else f"{row.state}: {row.load.status}"
    p50, p99 = row.load.percentile(50), row.load.percentile(99)
    ratios = f"{row.per_second / other.per_second:.2f} | {other.cpu / max(row.cpu, 1e-4):.2f}"
    print(
        f"| {row.page} | {state} | {row.per_second:,.0f} | {p50:.1f} | {p99:.1f}"
        f" | {row.cpu:.3f} | {ratios} | {len(row.load.body):,} |",
        flush=True,
    )


def conclude(servers: Servers, rows: list[Row]) -> None:
    """Print what held, the memory of the worker, and the machine.

    Both ratios are printed: while the client is the slower side, requests say little of the server.
    """
    print()
    for state, limit in LIMITS:
        base = "file" if state == "nginx" else "bare view"
        pairs = [(row, against(rows, row, base)) for row in rows if row.state == state]
        requests = min((row.per_second / other.per_second, row.page) for row, other in pairs)
        cpu = min((other.cpu / max(row.cpu, 1e-4), row.page) for row, other in pairs)
        held = "held" if requests[0] >= limit else "missed"
        print(
            f"{state}, at least {limit} of {base}: {held}; worst {requests[0]:.2f} of requests"
            f" ({requests[1]}), {cpu[0]:.2f} by CPU ({cpu[1]})"
        )
    process = servers.web_process
    print(f"worker: {memory_mb(process):.0f} MB, at most {memory_mb(process, 'VmHWM'):.0f} MB")
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{machine()}, Python {platform.python_version()}, load average {load}")


def against(rows: list[Row], row: Row, state: str) -> Row:
    return next(one for one in rows if one.page == row.page and one.state == state)


def machine() -> str:
    """Return the processor and the number of cores that this process may use."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(": ")[2].strip() for line in lines if line.startswith("model name")]
    return (
        f"{len(os.sched_getaffinity(0))} cores of {names[0] if names else 'an unknown processor'}"
    )


if __name__ == "__main__":
    main()
