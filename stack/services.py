"""The services of the stack: databases first, then the site's own processes, nginx last."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg

from stack.binaries import USER, find_postgres, find_redis, run_as_user
from stack.processes import Service, StackError, free_port, listening

ROOT = Path(__file__).parent.parent
CACHE_MEMORY = "256mb"
CELERY = [sys.executable, "-m", "celery", "--app=config", "--quiet"]


@dataclass(frozen=True)
class Ports:
    """Ports on 127.0.0.1; all but that of nginx are any that is free."""

    nginx: int
    web: int
    mcp: int
    postgres: int
    broker: int
    cache: int

    @classmethod
    def find(cls, nginx: int) -> "Ports":
        return cls(nginx, *(free_port() for _other in range(5)))


def stored_password(file: Path) -> str:
    """Return the databases' password: made once, and readable by its owner only."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(24))
    return file.read_text()


def postgres(folder: Path, port: int, password: str) -> Service:
    """Make a database cluster in `folder`, unless there is one; return its service.

    Raises StackError if the cluster was made by another major version of PostgreSQL.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if USER:
        shutil.chown(folder, USER)
    binaries, data = find_postgres(folder), folder / "data"
    if not data.exists():
        initdb(binaries, folder, data, password)
    refuse_other_version(binaries, data)
    url = f"postgres://ledger:{password}@127.0.0.1:{port}/postgres"
    return Service(
        "postgres",
        [f"{binaries}/postgres", "-D", f"{data}", "-p", f"{port}", "-k", "", "-h", "127.0.0.1"],
        ready=lambda: accepts(url),
        stop=signal.SIGINT,  # ends connections, then writes a checkpoint
        user=USER,
    )


def initdb(binaries: Path, folder: Path, data: Path, password: str) -> None:
    """Make a cluster that asks for a password; a half-made one does not stay."""
    file = folder / "password"
    file.touch(mode=0o600)
    file.write_text(password)
    if USER:
        shutil.chown(file, USER)
    options = ["-U", "ledger", "-A", "scram-sha-256", f"--pwfile={file}"]
    try:
        run_as_user([binaries / "initdb", "-D", data, *options, "--encoding=UTF8", "--locale=C"])
    except StackError:
        shutil.rmtree(data, ignore_errors=True)
        raise
    finally:
        file.unlink()


def refuse_other_version(binaries: Path, data: Path) -> None:
    made_by = (data / "PG_VERSION").read_text().strip()
    said = subprocess.run(
        [binaries / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    if f" {made_by}." not in said:
        raise StackError(
            f"{data} was made by PostgreSQL {made_by}, and this one is {said.strip()}:"
            " see Upgrades in docs/operations.md."
        )


def accepts(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def make_database(port: int, password: str) -> str:
    """Make the site's database, unless there is one; return its URL."""
    server = f"postgres://ledger:{password}@127.0.0.1:{port}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'ledger'").fetchone():
            connection.execute("CREATE DATABASE ledger")
    return f"{server}/ledger"


def redis(name: str, folder: Path, port: int, password: str, *options: str) -> Service:
    """Return a Redis; its configuration is a file, since all can read a process's command."""
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "redis.conf"
    configuration.touch(mode=0o600)
    lines = [f"port {port}", "bind 127.0.0.1", f"dir {folder}", f"requirepass {password}", *options]
    configuration.write_text("\n".join(lines) + "\n")
    return Service(name, [find_redis(), str(configuration)], ready=lambda: listening(port))


def broker(folder: Path, port: int, password: str) -> Service:
    """Return the broker's Redis: it survives a restart, and evicts nothing."""
    return redis("broker", folder, port, password, 'save ""', "appendonly yes")


def cache(folder: Path, port: int, password: str) -> Service:
    """Return the cache's Redis: it drops the oldest pages at its limit."""
    limits = (f"maxmemory {CACHE_MEMORY}", "maxmemory-policy allkeys-lru")
    return redis("cache", folder, port, password, 'save ""', "appendonly no", *limits)


def web(port: int, env: dict[str, str]) -> Service:
    """Return the web workers, one a core."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    options = [
        "--interface=asginl",  # ASGI without lifespan events
        "--no-ws",
        "--host=127.0.0.1",
        f"--port={port}",
        f"--workers={cores}",
        "--respawn-failed-workers",
        "--respawn-interval=0.5",
        "--workers-kill-timeout=5",
        "--log-level=warning",
    ]
    command = [sys.executable, "-m", "granian", *options, "config.asgi:application"]
    return Service("web", command, ready=lambda: listening(port), env=env, folder=ROOT)


def mcp(port: int, env: dict[str, str]) -> Service:
    """Return the MCP server, beside the web workers: what assistants ask slows down no page."""
    command = [sys.executable, "manage.py", "mcp", "--http", f"--port={port}"]
    return Service("mcp", command, ready=lambda: listening(port), env=env, folder=ROOT)


def worker(env: dict[str, str]) -> Service:
    """Return the Celery worker: one process, since pulls run one at a time."""
    options = ["--concurrency=1", "--loglevel=INFO", "--without-gossip", "--without-mingle"]
    return Service("worker", [*CELERY, "worker", *options], env=env, folder=ROOT)


def beat(env: dict[str, str]) -> Service:
    """Return the scheduler. Its schedule is in memory: hourly updates make up for missed ones."""
    options = ["--scheduler=celery.beat:Scheduler", "--pidfile=", "--loglevel=WARNING"]
    return Service("beat", [*CELERY, "beat", *options], env=env, folder=ROOT)
