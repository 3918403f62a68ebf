"""Start the stack, serve until stopped: `make stack`, or `python -m stack --port 8080`."""

import argparse
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from stack import services
from stack.nginx import nginx_service
from stack.processes import Service, StackError, Supervised, refuse_taken
from stack.services import ROOT, Ports

SECONDS_BETWEEN_CHECKS = 0.5


def main() -> None:
    options = read_options()
    try:
        with only_one(options.folder):
            Stack(options.folder, options.port, options.trusted_proxy).run()
    except StackError as why:
        sys.exit(str(why))


def read_options() -> argparse.Namespace:
    # Another user runs PostgreSQL as root, and cannot enter a clone in /root.
    default = "/var/lib/model-ledger" if os.geteuid() == 0 else str(ROOT / "var/stack")
    parser = argparse.ArgumentParser(prog="stack", description=__doc__)
    parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8080")
    parser.add_argument(
        "--folder",
        type=lambda path: Path(path).absolute(),
        default=os.environ.get("STACK_DIR") or default,
        help="where databases, logs and collected files are",
    )
    parser.add_argument("--trusted-proxy", default="unix:", help="a proxy in front of nginx")
    return parser.parse_args()


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold a lock on the folder; raises StackError if another stack has it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StackError(
                f"A stack runs in {folder} already. Another one needs STACK_DIR=/another/folder."
            ) from None
        yield


class Stack:
    """All services of one folder, in the order in which they are started."""

    def __init__(self, folder: Path, port: int, trusted_proxy: str) -> None:
        refuse_taken(port)
        self.folder, self.ports, self.trusted_proxy = folder, Ports.find(port), trusted_proxy
        self.logs, self.static = folder / "log", folder / "static"
        self.logs.mkdir(exist_ok=True)
        self.password = services.stored_password(folder / "password")
        self.running: list[Supervised] = []
        self.history: subprocess.Popen[bytes] | None = None
        self.stopping = False
        for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(ending, self.stop)

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def run(self) -> None:
        """Start everything and supervise it until a signal comes; raises StackError."""
        try:
            self.start_all()
            self.load_history()
            say(f"\nModel Ledger is at http://127.0.0.1:{self.ports.nginx}  (Ctrl-C stops it)")
            say(f"Logs are in {self.logs}; for manage.py: . {self.folder}/environment")
            while not self.stopping:
                for service in self.running:
                    service.check(time.monotonic())
                self.note_processes()
                if self.history:
                    self.history.poll()  # reaps it
                time.sleep(SECONDS_BETWEEN_CHECKS)
        finally:
            if self.history:
                self.history.terminate()
            for service in reversed(self.running):
                service.end()

    def start_all(self) -> None:
        ports, folder, password = self.ports, self.folder, self.password
        self.start(services.postgres(folder / "postgres", ports.postgres, password))
        self.start(services.broker(folder / "broker", ports.broker, password))
        self.start(services.cache(folder / "cache", ports.cache, password))
        services.make_database(ports.postgres, password)
        env = self.environment()
        self.write_environment(env)
        self.prepare(env)
        self.start(services.web(ports.web, env))
        self.start(services.mcp(ports.mcp, env))
        self.start(services.worker(env))
        self.start(services.beat(env))
        self.start(
            nginx_service(
                folder / "nginx",
                port=ports.nginx,
                upstream=ports.web,
                mcp=ports.mcp,
                static=self.static,
                trusted_proxy=self.trusted_proxy,
            )
        )

    def start(self, service: Service) -> None:
        if self.stopping:
            raise StackError("Stopped while starting.")
        say(f"Starting {service.name} …")
        started = Supervised(service, self.logs, say)
        self.running.append(started)
        started.wait_until_ready()

    def environment(self) -> dict[str, str]:
        """Return the settings of the site that the stack decides."""
        ports, password = self.ports, self.password
        return {
            "DATABASE_URL": f"postgres://ledger:{password}@127.0.0.1:{ports.postgres}/ledger",
            "REDIS_URL": f"redis://:{password}@127.0.0.1:{ports.broker}/0",
            "CACHE_URL": f"redis://:{password}@127.0.0.1:{ports.cache}/0",
            "VAR_DIR": str(self.folder / "var"),
            "STATIC_ROOT": str(self.static),
            "BEHIND_PROXY": "1",
            "METRICS_TOKEN": services.stored_password(self.folder / "metrics_token"),
        }

    def write_environment(self, env: dict[str, str]) -> None:
        """Write the settings for a shell: they hold the password."""
        file = self.folder / "environment"
        file.touch(mode=0o600)
        lines = (f"export {name}='{value}'" for name, value in env.items())
        file.write_text("\n".join(lines) + "\n")

    def prepare(self, env: dict[str, str]) -> None:
        command = [sys.executable, "-u", "manage.py", "prepare"]
        if subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, check=False).returncode:
            raise StackError("manage.py prepare failed.")

    def load_history(self) -> None:
        """Load today's data and a weekly history beside the site, at the first start."""
        command = [sys.executable, "-u", "manage.py", "first_start", "--if-needed"]
        env = {**os.environ, **self.environment()}
        self.history = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)

    def note_processes(self) -> None:
        """Write which process is which, for who wants to look or to kill one."""
        pids = {one.service.name: one.process.pid for one in self.running}
        draft = self.folder / "processes.draft"
        draft.write_text(json.dumps({"pids": pids, "ports": vars(self.ports)}))
        draft.replace(self.folder / "processes.json")


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
