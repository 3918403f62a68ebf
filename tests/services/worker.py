"""A real Celery worker process, as a deployment runs it."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.process import running

COMMAND = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=1"]
# These would wait for other workers, of which there are none.
ALONE = ["--without-gossip", "--without-mingle", "--without-heartbeat"]


@contextmanager
def celery_worker(
    folder: Path, *, redis_url: str, database_url: str, **env: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker on that broker and database, with our test tasks beside the site's own.

    `env` is added to its environment.
    """
    log = folder / "celery.log"
    with running(
        [*COMMAND, *ALONE, "--loglevel=INFO", "--include=tests.services.tasks"],
        log=log,
        ready=lambda: " ready." in log.read_text(),
        stop=signal.SIGQUIT,  # at once; SIGTERM would wait for what it runs
        env={
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "REDIS_URL": redis_url,
            "DATABASE_URL": database_url,
            **env,
        },
    ) as worker:
        yield worker
