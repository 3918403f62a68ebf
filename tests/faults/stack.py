"""The stack under test: its processes, what visitors get meanwhile, and what it logs."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import requests
from celery import Celery
from redis import Redis

from tests.services.process import eventually

KEPT = ("/", "/models/", "/models/meta/llama-3-2-1b-instruct/", "/zh-hant/faq/")
RECOVERY_SECONDS = 10
# Of a log line: when, and numbers of processes, which differ between equal lines.
VARYING = re.compile(r"^\S+ [\d:,]+ |\d+")


@dataclass
class Answers:
    """What visitors got, in order: of kept pages, and of pages that nobody had asked for before."""

    kept: list[int] = field(default_factory=list)
    new: list[requests.Response] = field(default_factory=list)

    @property
    def new_statuses(self) -> set[int]:
        return {answer.status_code for answer in self.new}


class RunningStack:
    """A stack in `folder`, behind nginx at `address`; `supervisor` is its main process."""

    def __init__(
        self, folder: Path, supervisor: "subprocess.Popen[bytes]", env: dict[str, str]
    ) -> None:
        self.folder, self.supervisor, self.env = folder, supervisor, env
        self.address = f"http://127.0.0.1:{self.ports['nginx']}"
        self.direct = f"http://127.0.0.1:{self.ports['web']}"
        self.asked = 0

    @property
    def ports(self) -> dict[str, int]:
        return dict(self.processes["ports"])

    @property
    def processes(self) -> dict[str, Any]:
        noted: dict[str, Any] = json.loads((self.folder / "processes.json").read_text())
        return noted

    def pid(self, name: str) -> int:
        return int(self.processes["pids"][name])

    def children(self, name: str) -> list[int]:
        pid = self.pid(name)
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def is_whole(self) -> bool:
        """Tell whether each process that the supervisor noted is running."""
        pids = self.processes["pids"].values()
        return all(Path(f"/proc/{pid}").exists() for pid in pids)

    @property
    def environment(self) -> dict[str, str]:
        lines = (self.folder / "environment").read_text().splitlines()
        pairs = (line.removeprefix("export ").split("=", 1) for line in lines)
        return {name: value.strip("'") for name, value in pairs}

    def manage(self, *command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            env={**os.environ, **self.env, **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def redis(self, name: str) -> Redis:
        return Redis.from_url(self.environment["CACHE_URL" if name == "cache" else "REDIS_URL"])

    # Faults

    @contextmanager
    def dead(self, name: str, by: signal.Signals = signal.SIGKILL) -> Iterator[None]:
        """End a process, and keep the supervisor from starting it again in the block."""
        self.supervisor.send_signal(signal.SIGSTOP)
        try:
            os.killpg(self.pid(name), by)
            yield
        finally:
            self.supervisor.send_signal(signal.SIGCONT)

    @contextmanager
    def hung(self, name: str) -> Iterator[None]:
        """Freeze a process and its children: it accepts connections, and answers nothing."""
        group = self.pid(name)
        os.killpg(group, signal.SIGSTOP)
        for child in self.children(name):  # PostgreSQL's have groups of their own
            os.kill(child, signal.SIGSTOP)
        try:
            yield
        finally:
            for child in self.children(name):
                os.kill(child, signal.SIGCONT)
            os.killpg(group, signal.SIGCONT)

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """Fill the database's disk, which conftest mounted, to the last byte in the block."""
        ballast = self.folder / "postgres/ballast"
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(2**16))
        with suppress(OSError), ballast.open("ab", buffering=0) as file:
            while True:
                file.write(b"\0")
        try:
            yield
        finally:
            ballast.unlink()

    @contextmanager
    def another(self, *command: str) -> Iterator["subprocess.Popen[bytes]"]:
        """Run one more process of the site, with a log of its own, in the block."""
        with (self.folder / "another.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *command],
                env={**os.environ, **self.env, **self.environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def outcomes(self) -> list[str]:
        """Return how each pull ended, in order."""
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            rows = connection.execute("SELECT outcome FROM catalog_run ORDER BY id").fetchall()
        return [outcome for (outcome,) in rows]

    def messages(self) -> list[str]:
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            rows = connection.execute("SELECT outcome, message FROM catalog_run ORDER BY id")
            return [f"{outcome}: {message[:200]}" for outcome, message in rows.fetchall()]

    def has_worker(self) -> bool:
        """Tell whether the Celery worker answers."""
        with Celery(broker=self.environment["REDIS_URL"], set_as_current=False) as client:
            return bool(client.control.inspect(timeout=2).ping())

    def metric(self, line: str) -> float:
        """Return the value of a metric, by its name with labels."""
        token = self.environment["METRICS_TOKEN"]
        answer = requests.get(
            f"{self.direct}/metrics", headers={"Authorization": f"Bearer {token}"}, timeout=30
        )
        values = dict(row.rsplit(" ", 1) for row in answer.text.splitlines() if row[0] != "#")
        return float(values[line])

    # Visitors

    def get_new(self, base: str) -> requests.Response:
        """Ask for a page that nobody can have kept."""
        self.asked += 1
        address = f"{base}/models/?q=never-{os.getpid()}-{self.asked}"
        return requests.get(address, timeout=30)

    @contextmanager
    def visited(self, base: str) -> Iterator[Answers]:
        """Have visitors ask for kept and new pages, at nginx or the site itself, in the block."""
        answers, over = Answers(), threading.Event()

        def ask_for_kept() -> None:
            while not over.is_set():
                for path in KEPT:
                    answers.kept.append(requests.get(base + path, timeout=30).status_code)
                time.sleep(0.1)

        def ask_for_new() -> None:
            while not over.is_set():
                answers.new.append(self.get_new(base))
                time.sleep(0.2)

        threads = [threading.Thread(target=ask) for ask in (ask_for_kept, ask_for_new)]
        for thread in threads:
            thread.start()
        try:
            yield answers
        finally:
            over.set()
            for thread in threads:
                thread.join()

    def serves(self) -> bool:
        """Tell whether each of several new pages is answered, by all workers most likely."""
        try:
            return all(self.get_new(self.direct).status_code == 200 for _again in range(6))
        except requests.ConnectionError:
            return False

    def recovers(self) -> bool:
        began = time.monotonic()
        recovered = eventually(self.serves, seconds=RECOVERY_SECONDS)
        return recovered and time.monotonic() - began < 2 * RECOVERY_SECONDS

    # Logs

    def log(self, name: str) -> str:
        return (self.folder / f"log/{name}.log").read_text(errors="replace")

    @contextmanager
    def counted_log(self, name: str) -> "Iterator[Counter[str]]":
        """Count what a process logs in the block, by line without its time and numbers."""
        before, counted = len(self.log(name)), Counter[str]()
        yield counted
        lines = self.log(name)[before:].splitlines()
        counted.update(VARYING.sub("", line) for line in lines if line.strip())
