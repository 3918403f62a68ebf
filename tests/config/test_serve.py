"""`manage.py serve`, which is `make run`: from an empty database to the site, and again."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests

from config.management.commands import serve
from tests.services.process import eventually, free_port, listening, running

# One after the other: each server collects the static files into the same folder.
pytestmark = pytest.mark.xdist_group("serve")

SERVE = [sys.executable, "-u", "manage.py", "serve"]
# The same command, which starts a dead beat again after 0.1 s instead of 2 to 4.
SERVE_WITHOUT_WAITING = [
    *(sys.executable, "-u", "-c"),
    """if True:
    import django; django.setup()
    from django.core.management import call_command
    from config.management.commands import serve
    serve.SECONDS_BETWEEN_CHECKS = serve.SHORTEST_PAUSE = 0.1
    call_command("serve")
    """,
]


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'ledger.sqlite3'}",
        # Of its own: other tests collect into the project's, and each empties the folder first.
        "STATIC_ROOT": str(tmp_path / "static"),
        "PORT": str(free_port()),
        "MODELS_DEV_URL": "http://127.0.0.1:9/nobody-listens",
    }


def test_serves_from_a_bare_clone_and_keeps_the_data(environment, tmp_path) -> None:
    site = f"http://127.0.0.1:{environment['PORT']}"
    for log in (first := tmp_path / "first.log", second := tmp_path / "second.log"):
        with running(SERVE, log=log, ready=lambda: site in log.read_text(), env=environment):  # noqa: B023
            page = requests.get(f"{site}/models/", timeout=30)
            style = requests.get(site + re.search(r"/static/site\.\w+\.css", page.text)[0])
        assert not listening(int(environment["PORT"]))
        assert page.status_code == 200
        assert "immutable" in style.headers["Cache-Control"]
        assert style.headers["Content-Encoding"] in {"br", "gzip"}
    assert "No data yet" in first.read_text()
    assert "No data yet" not in second.read_text()


def beats(server: int) -> list[int]:
    """Return the processes of beat among the children of a `manage.py serve`."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
    return [pid for pid, command in commands.items() if b"beat" in command.split(b"\0")]


@pytest.mark.skipif(sys.platform != "linux", reason="finds beat in /proc")
def test_a_dead_beat_is_restarted(environment, bundled_database, tmp_path) -> None:
    shutil.copy(bundled_database, tmp_path / "ledger.sqlite3")
    log, site = tmp_path / "log", f"http://127.0.0.1:{environment['PORT']}"
    with running(
        SERVE_WITHOUT_WAITING, log=log, ready=lambda: site in log.read_text(), env=environment
    ) as server:
        assert eventually(lambda: beats(server.pid))
        (first,) = beats(server.pid)
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: beats(server.pid) not in ([], [first])), log.read_text()
        (second,) = beats(server.pid)
        assert requests.get(f"{site}/models/", timeout=30).status_code == 200
        assert "beat ended with -9 and is started again" in log.read_text()
    assert eventually(lambda: not Path(f"/proc/{second}").exists())


class Alive:
    """A process that runs."""

    def poll(self) -> None:
        return None


class Dead:
    """A process that has ended before anybody looks."""

    def poll(self) -> int:
        return 1


def test_restarts_back_off(monkeypatch) -> None:
    monkeypatch.setattr(serve, "SHORTEST_PAUSE", 0.05)
    started = []

    def start() -> subprocess.Popen[bytes]:
        started.append(time.monotonic())
        return subprocess.Popen([sys.executable, "-S", "-c", ""])

    kept, until = serve.Supervised(start), time.monotonic() + 3
    while time.monotonic() < until:
        kept.check()
        time.sleep(0.01)
    kept.stop()
    assert 2 <= len(started) <= 7


def set_clock(monkeypatch, clock: Iterator[int]) -> None:
    """Let the module alone read this clock: threads of earlier tests read the real one."""
    monkeypatch.setattr(serve, "time", SimpleNamespace(monotonic=lambda: next(clock)))


def test_a_death_after_long_life_is_no_repetition(monkeypatch) -> None:
    clock = iter([0, 0, 1, 2, serve.LONGEST_PAUSE, serve.LONGEST_PAUSE + 1])
    set_clock(monkeypatch, clock)
    kept = serve.Supervised(Alive)
    kept.pause = 64
    kept.check()
    assert kept.pause == 64
    kept.started = -serve.LONGEST_PAUSE
    kept.check()
    assert kept.pause == serve.SHORTEST_PAUSE


def test_the_pause_counts_from_a_start_that_was_never_seen_alive(monkeypatch) -> None:
    clock = iter(range(0, 1000, 5))
    set_clock(monkeypatch, clock)
    kept = serve.Supervised(Dead)  # at 0 s, to be restarted after a pause of 2 s
    kept.check()
    kept.pause = 8
    restarted = kept.process
    kept.check()  # 5 s after the restart; 15 s after the first start
    assert kept.process is restarted


def test_a_port_in_use_is_one_clear_line(environment) -> None:
    with socket.create_server(("127.0.0.1", int(environment["PORT"]))):
        said = subprocess.run(
            SERVE, env={**os.environ, **environment}, capture_output=True, text=True, check=False
        )
    assert said.returncode == 1
    assert said.stderr.startswith(f"CommandError: Port {environment['PORT']} cannot be had")
    assert said.stderr.count("\n") == 1
