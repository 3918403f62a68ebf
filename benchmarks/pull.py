"""Time a pull against `json.loads` of the same bytes, for 5,000 and 20,000 offerings.

Each size runs in a separate process and database: a pull, the same payload a day later, and the
peak memory of the process. The ratio is of CPU time, which depends less on the load of the machine.
"""

import gzip
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.core.management import call_command

from catalog.feed.source import read_bundled
from config.daily.pull import pull

SIZES = (5_000, 20_000)
DAY, NEXT_DAY = date(2026, 5, 21), date(2026, 5, 22)
ROW = "{:>9}  {:>5}  {:>12}  {:>10}  {:>6}  {:>10}  {:>11}  {:>6}"
HEAD = ("offerings", "MB", "json.loads s", "pull CPU s", "ratio", "pull s", "again s", "MiB")


def grown(size: int) -> bytes:
    """Return the bundled payload, cloned under invented providers up to this many offerings."""
    bundled = json.loads(read_bundled().body)
    payload: dict[str, object] = {}
    count = copy = 0
    while count < size:
        for key, provider in bundled.items():
            models = dict(list(provider["models"].items())[: size - count])
            name = f"{key}-{copy}" if copy else key
            payload[name] = {**provider, "id": name, "models": models}
            count += len(models)
        copy += 1
    return json.dumps(payload).encode()


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the CPU seconds and the elapsed seconds of a call."""
    cpu, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - clock


def measure(size: int, folder: Path) -> str:
    """Measure one size in this process; the environment names the database."""
    call_command("migrate", verbosity=0)
    body, file = grown(size), str(folder / "payload.json.gz")
    Path(file).write_bytes(gzip.compress(body))
    loads = min(timed(lambda: json.loads(body))[0] for _ in range(5))
    cpu, clock = timed(lambda: pull(file, day=DAY, now=datetime.now(UTC)))
    _, again = timed(lambda: pull(file, day=NEXT_DAY, now=datetime.now(UTC)))
    unit = 1 if sys.platform == "darwin" else 1024
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
    return ROW.format(
        *(
            f"{size:,}",
            f"{len(body) / 1e6:.1f}",
            f"{loads:.3f}",
            f"{cpu:.2f}",
            f"{cpu / loads:.0f}",
        ),
        *(f"{clock:.2f}", f"{again:.2f}", f"{memory:.0f}"),
    )


def main() -> None:
    print(ROW.format(*HEAD))
    for size in SIZES:
        with TemporaryDirectory() as folder:
            environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/ledger.sqlite3"}
            command = [sys.executable, __file__, str(size), folder]
            subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        print(measure(int(sys.argv[1]), Path(sys.argv[2])), flush=True)
    else:
        main()
