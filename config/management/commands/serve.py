"""Prepare database, translations and static files, then serve the site: `make run`."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand

from catalog.history_status import HistoryStatus, Step, clear_status, write_status
from config.first_start import needs_history
from config.prepare import build_files, prepare_database

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
SECONDS_BETWEEN_CHECKS = 2
SHORTEST_PAUSE, LONGEST_PAUSE = 2, 10 * 60  # seconds before a dead process is restarted
# Without a broker tasks are eager: beat then does the daily work itself. Its schedule is in memory,
# since the hourly update makes up for a missed one.
CELERY = [sys.executable, "-m", "celery", "--app=config", "--quiet"]
BEAT = [*CELERY, "beat"]
IN_MEMORY = ["--scheduler=celery.beat:Scheduler", "--pidfile=", "--loglevel=WARNING"]


# A pull at a time; a worker alone need not look for others.
WORKER_OPTIONS = [
    "--concurrency=1",
    "--loglevel=WARNING",
    "--without-gossip",
    "--without-mingle",
]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))

    def handle(self, *, port: int, **options: Any) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends at once, without a traceback
        check_port(port)
        build_files()
        prepare_database(self.stdout.write)
        lacks_history = settings.BACKFILL and needs_history()
        clear_status()
        if lacks_history:
            write_status(HistoryStatus(Step.TODAY))  # the first page shows it, too
        server = start(port)
        if answers(port, server):
            self.stdout.write(f"\nModel Ledger is at http://{HOST}:{port}  (Ctrl-C stops it)")
        helpers: list[Supervised | Once] = [Supervised(start_beat, "beat")]
        if settings.REDIS_URL:
            helpers.append(Supervised(start_worker, "worker"))
        if lacks_history:
            helpers.append(Once(start_first_start()))
        sys.exit(until_stopped(server, helpers))


def check_port(port: int) -> None:
    """Raise CommandError if another process listens on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be had ({error.strerror}). Take another: PORT=8001 make run"
            ) from None


def start(port: int) -> subprocess.Popen[bytes]:
    """Start the server: a process per core, since threads share the GIL."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    options = [
        "--interface=asginl",  # ASGI without lifespan events
        "--no-ws",
        f"--host={HOST}",
        f"--port={port}",
        f"--workers={cores}",
        "--respawn-failed-workers",
        "--workers-kill-timeout=3",  # a worker ignores SIGTERM while it starts
        "--log-level=error",
    ]
    return subprocess.Popen(
        [sys.executable, "-m", "granian", *options, "config.asgi:application"],
        cwd=settings.BASE_DIR,
    )


def answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    """Wait until the server listens on `port`; False if it ends first."""
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.05)
    return False


def start_beat() -> subprocess.Popen[bytes]:
    """Start the scheduler. A second one elsewhere does no harm: only one pull runs at a time."""
    return subprocess.Popen([*BEAT, *IN_MEMORY], cwd=settings.BASE_DIR)


def start_worker() -> subprocess.Popen[bytes]:
    """Start a worker, which runs what beat sends to the broker."""
    return subprocess.Popen([*CELERY, "worker", *WORKER_OPTIONS], cwd=settings.BASE_DIR)


def start_first_start() -> subprocess.Popen[bytes]:
    """Start loading the history, which says in the terminal and on the pages what it does."""
    command = [sys.executable, "-u", "manage.py", "first_start"]
    return subprocess.Popen(command, cwd=settings.BASE_DIR)


class Once:
    """A process that ends by itself; stopped before, it goes on at the next start."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def check(self) -> None:
        self.process.poll()  # reaps it

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


class Supervised:
    """A process that is restarted when it dies, with exponential back-off and a log line."""

    def __init__(self, start: Callable[[], subprocess.Popen[bytes]], name: str = "") -> None:
        self.start, self.name, self.process = start, name, start()
        self.pause, self.last_alive = SHORTEST_PAUSE, time.monotonic()
        self.started = self.last_alive

    def check(self) -> None:
        """Restart it if it has been dead for the length of the pause."""
        code = self.process.poll()
        if code is None:
            self.last_alive = time.monotonic()
            if self.last_alive - self.started >= LONGEST_PAUSE:
                self.pause = SHORTEST_PAUSE  # it works: the next death is another matter
        elif time.monotonic() - self.last_alive >= self.pause:
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
            log.warning("%s ended with %s and is started again", self.name, code)
            self.process = self.start()
            # It may die before the next check: the pause counts from this start, not an older one.
            self.last_alive = self.started = time.monotonic()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def until_stopped(
    server: subprocess.Popen[bytes], helpers: Sequence[Supervised | Once] = ()
) -> int:
    """Wait for the server to end; stop it with this process, also when the terminal closes."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: server.terminate())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends Ctrl-C to the server, too
    while (code := ended(server)) is None:
        for helper in helpers:
            helper.check()
    for helper in helpers:
        helper.stop()
    return code


def ended(server: subprocess.Popen[bytes]) -> int | None:
    """Wait briefly for the server to end; return its exit code, or None if it runs on."""
    try:
        return server.wait(SECONDS_BETWEEN_CHECKS)
    except subprocess.TimeoutExpired:
        return None
