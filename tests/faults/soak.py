"""Visitors for some minutes, with a pull each minute: `make soak`.

24 connections ask nginx for a mixture of pages, files and questions with short pauses. First without
pulls, for comparison; then each minute a pull applies a new payload. Prints answers by status, times
with and without a pull, and the memory of each service; exit 1 for an answer 5xx, or if the web
processes grow.
"""

import asyncio
import itertools
import os
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pytest_httpserver import HTTPServer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from celery import Celery

from tests.faults.conftest import run_stack
from tests.faults.payloads import bundled, new_payload
from tests.faults.stack import RunningStack

MINUTES = float(os.environ.get("MINUTES", "10"))
BEFORE_MINUTES = min(2.0, MINUTES / 2)
CONNECTIONS, PAUSE = 24, 0.1  # seconds between two requests of a connection, on average
MOST_GROWTH = 1.15  # of the web processes' memory, from the third minute to the end
SERVICES = ("web", "worker", "beat", "nginx", "postgres", "broker", "cache")
FIXED = (
    *("/", "/", "/models/", "/models/", "/zh-hant/", "/calculator/", "/changelog/", "/providers/"),
    *("/changelog/feed.atom", "/models/models.csv", "/llms.txt", "/explore/", "/price-index/"),
    *("/api/v1/facets", "/rankings/coding/", "/capabilities/", "/healthz", "/nothing/"),
)


@dataclass
class Seen:
    """What visitors saw: statuses, and when each request ended and how long it took."""

    statuses: Counter[int] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    times: list[tuple[float, float]] = field(default_factory=list)


def paths() -> list[str]:
    models = [
        f"/models/?q={key.replace(' ', '+')}"
        for provider in bundled().values()
        for key in provider["models"]
    ]
    return [*FIXED * 20, *models[:200]]


async def visit(port: int, seen: Seen, until: float, number: int) -> None:
    choice, mark = random.Random(number), itertools.count()
    every = paths()
    reader: Any = None
    while time.monotonic() < until:
        path = choice.choice(every)
        if choice.random() < 0.1:  # nobody asked for it before
            path = f"/models/?q=soak&x={number}-{next(mark)}"
        began = time.monotonic()
        try:
            if reader is None:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            status, closes = await ask(reader, writer, port, path)
            seen.statuses[status] += 1
        except (OSError, asyncio.IncompleteReadError) as error:
            seen.failed[type(error).__name__] += 1
            closes = True
        seen.times.append((began, time.monotonic() - began))
        if closes:
            reader = None
        await asyncio.sleep(choice.expovariate(1 / PAUSE))


async def ask(reader: Any, writer: Any, port: int, path: str) -> tuple[int, bool]:
    """Send a request and read the whole answer; return its status, and whether to reconnect."""
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n"
    writer.write(head.encode())
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    if headers.get("transfer-encoding") == "chunked":
        while size := int(await reader.readuntil(b"\r\n"), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    else:
        await reader.readexactly(int(headers.get("content-length", 0)))
    return int(lines[0].split()[1]), headers.get("connection") == "close"


def memory(stack: RunningStack, name: str) -> int:
    """Return the resident memory of a service and its children in bytes."""
    pids = [stack.pid(name), *stack.children(name)]
    pages = [Path(f"/proc/{pid}/statm") for pid in pids]
    return sum(int(file.read_text().split()[1]) for file in pages if file.exists()) * 4096


async def pull_each_minute(
    stack: RunningStack, feed: HTTPServer, until: float, pulls: list[tuple[float, float]]
) -> list[dict[str, int]]:
    """Start a pull each minute; note when it ran, and the memory at the end of each minute."""
    memories = []
    while (began := time.monotonic()) < until - 5:
        feed.clear()
        feed.expect_request("/api.json").respond_with_data(
            new_payload(), content_type="application/json"
        )
        applied = await asyncio.to_thread(stack.outcomes)
        with Celery(broker=stack.environment["REDIS_URL"], set_as_current=False) as client:
            client.send_task("config.tasks.daily_update")
        while (await asyncio.to_thread(stack.outcomes)).count("applied") == applied.count(
            "applied"
        ):
            await asyncio.sleep(0.5)
            if time.monotonic() > until:
                break
        pulls.append((began, time.monotonic()))
        await asyncio.sleep(max(0.0, min(began + 60, until) - time.monotonic()))
        memories.append({name: memory(stack, name) for name in SERVICES})
        print(
            f"minute {len(memories)}: pull {pulls[-1][1] - pulls[-1][0]:.1f} s, MB:",
            {name: value // 2**20 for name, value in memories[-1].items()},
            flush=True,
        )
    return memories


async def visited(port: int, seconds: float, beside: Any = None) -> tuple[Seen, Any]:
    seen, until = Seen(), time.monotonic() + seconds
    visitors = [visit(port, seen, until, number) for number in range(CONNECTIONS)]
    _done, found = await asyncio.gather(
        asyncio.gather(*visitors), beside(until) if beside else idle()
    )
    return seen, found


async def idle() -> None:
    """Do nothing beside the visitors."""


def quantile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))] * 1000 if times else 0.0


def report(name: str, times: list[float]) -> float:
    p99 = quantile(times, 0.99)
    print(
        f"{name:22} {len(times):8,} answers  p50 {quantile(times, 0.5):7.1f} ms  p99 {p99:7.1f} ms"
    )
    return p99


def main() -> None:
    load = os.getloadavg()[0]
    with HTTPServer(host="127.0.0.1", threaded=True) as feed, run_stack(feed) as stack:
        port, pulls = stack.ports["nginx"], list[tuple[float, float]]()
        asyncio.run(visited(port, 20))  # warm
        quiet, _nothing = asyncio.run(visited(port, BEFORE_MINUTES * 60))
        seen, memories = asyncio.run(
            visited(port, MINUTES * 60, lambda until: pull_each_minute(stack, feed, until, pulls))
        )
    print(f"\nload before: {load:.1f}; at the end: {os.getloadavg()[0]:.1f}")
    without = report("without pulls", [took for _began, took in quiet.times])
    during = [
        took for began, took in seen.times if any(start <= began <= end for start, end in pulls)
    ]
    ratio = report("during a pull", during) / (without or 1)
    report("all with pulls", [took for _began, took in seen.times])
    print(f"p99 during pulls to without: {ratio:.2f}")
    print(
        "statuses:",
        dict(quiet.statuses + seen.statuses),
        "failed:",
        dict(quiet.failed + seen.failed),
    )
    early = memories[min(2, len(memories) - 1)]["web"]
    growth = memories[-1]["web"] / early
    print(f"memory of the web processes, minute 3 to the end: {growth:.2f}")
    errors = [status for status in quiet.statuses + seen.statuses if status >= 500]
    sys.exit(1 if errors or seen.failed or growth > MOST_GROWTH else 0)


if __name__ == "__main__":
    main()
