"""Supervised processes: started again after a death, later each time, and stopped for good."""

import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from stack import processes
from stack.processes import Service, StackError, Supervised, listening, refuse_taken
from tests.services.process import eventually, free_port

SLEEPER = [sys.executable, "-S", "-c", "import time; time.sleep(60)"]


def start(folder: Path, *command: str, said: list[str] | None = None) -> Supervised:
    say = (said if said is not None else []).append
    return Supervised(Service("one", command, stop=signal.SIGTERM), folder, say)


def test_a_dead_process_is_started_again_and_named(tmp_path):
    said: list[str] = []
    one = start(tmp_path, *SLEEPER, said=said)
    first = one.process
    os.kill(first.pid, signal.SIGKILL)
    assert eventually(lambda: first.poll() is not None)
    one.check(100.0)
    assert one.process is first
    assert said == [f"one ended with -9; starts again in 1 s (its log: {tmp_path / 'one.log'})"]
    one.check(100.9)
    assert one.process is first
    one.check(101.1)
    assert one.process is not first
    one.end()
    assert one.process.poll() == -signal.SIGTERM


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_children_of_a_dead_process_are_killed(tmp_path):
    """Of a server that was killed: its workers would go on answering at its port."""
    code = f"""if True:
        import subprocess, sys, time
        print(subprocess.Popen({SLEEPER!r}).pid, flush=True)
        time.sleep(60)"""
    one = start(tmp_path, sys.executable, "-c", code)
    assert eventually(lambda: (tmp_path / "one.log").read_text().endswith("\n"))
    child = int((tmp_path / "one.log").read_text())
    os.kill(one.process.pid, signal.SIGKILL)
    assert eventually(lambda: one.process.poll() is not None)
    one.check(100.0)
    assert eventually(lambda: not Path(f"/proc/{child}/exe").exists() or is_zombie(child))
    one.end()


def is_zombie(pid: int) -> bool:
    """Whether it is dead and nobody asked for its exit code, as where no init does."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def test_pauses_grow_and_are_reset_by_a_long_life(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "LONGEST_PAUSE", 4.0)
    one, now, pauses = start(tmp_path, sys.executable, "-S", "-c", ""), 1000.0, []
    for _death in range(4):
        one.process.wait()
        one.started_at = now
        one.check(now)
        pauses.append(one.pause)
        now += one.pause
        one.check(now)
    assert pauses == [1, 2, 4, 4]
    one.process.wait()
    one.started_at = now - processes.HEALTHY_SECONDS
    one.check(now)
    assert one.pause == 1


def test_what_does_not_start_is_named_with_the_end_of_its_log(tmp_path):
    command = [sys.executable, "-S", "-c", "print('no such option')"]
    one = Supervised(Service("one", command, ready=lambda: False), tmp_path, print)
    with pytest.raises(StackError, match="one did not start:\nno such option"):
        one.wait_until_ready()


def test_what_ignores_its_signal_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.2)
    ready = tmp_path / "ready"
    code = f"""if True:
        import pathlib, signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        pathlib.Path({str(ready)!r}).touch()
        time.sleep(60)"""
    one = start(tmp_path, sys.executable, "-S", "-c", code)
    assert eventually(ready.exists)
    one.end()
    assert one.process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_port_in_use_is_refused(address):
    with socket.create_server((address, 0)) as other:
        port = other.getsockname()[1]
        assert listening(port)
        with pytest.raises(StackError, match=f"Port {port} cannot be had"):
            refuse_taken(port)
    refuse_taken(free_port())
