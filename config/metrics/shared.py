"""Numbers of all web processes of one server, added up.

Each process writes its own to a file every few seconds, whole and by renaming; whichever process
Prometheus asks adds the files up. A dead process's counters are kept, its gauges are dropped. Files
that are mapped into memory, as in the client library's own mode for several processes, end a
process (SIGBUS) when the disk is full: docs/decisions/0053-metrics.md.
"""

import fcntl
import json
import logging
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from config.log_lines import log_once_a_minute

log = logging.getLogger(__name__)

WRITE_EVERY = 2.0  # seconds
ENDED = "ended"  # the file with the counters of processes that are no more
GAUGE = "gauge"

# A family of samples, as it stands in a file: [name, documentation, type, samples], and each sample
# as [name, labels, value].
Family = list[Any]


class SharedNumbers(Collector):
    """The files of the web processes of one server, in a folder named after its main process."""

    def __init__(self, folder: Path, registry: CollectorRegistry) -> None:
        self.folder, self.registry = folder, registry
        self.file = folder / str(os.getpid())

    def start(self) -> Thread:
        """Write now, and again every WRITE_EVERY seconds in a thread."""
        thread = Thread(target=self._write_again, name="metrics", daemon=True)
        thread.start()
        return thread

    def _write_again(self) -> None:
        while True:
            self.try_to_write()
            time.sleep(WRITE_EVERY)

    def try_to_write(self) -> None:
        """Write, unless that fails, as on a full disk: then the numbers of before stand."""
        try:
            self.write()
        except OSError as error:
            log_once_a_minute(log, f"metrics of this process not written: {error}")

    def write(self) -> None:
        """Write the numbers of this process. Raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.locked():
            self._fold_ended()
            self._write(self.file, as_families(self.registry.collect()))

    def collect(self) -> Iterator[Metric]:
        """Yield the sums over all processes, this one's as of now; alone if the files fail."""
        self.try_to_write()
        mine = as_families(self.registry.collect())
        try:
            with self.locked():
                self._fold_ended()
                others = [read(file) for file in self._files() if file != self.file]
        except OSError as error:
            log_once_a_minute(log, f"metrics of other processes not read: {error}")
            others = []
        yield from as_metrics(added([mine, *others]))

    def _fold_ended(self) -> None:
        """Add the counters of processes that ended to one file, so that files do not pile up."""
        ended = [file for file in self._files() if file.name != ENDED and not is_alive(file.name)]
        if ended:
            kept = self.folder / ENDED
            files = [*ended, kept] if kept.exists() else ended
            families = added(read(file) for file in files)
            self._write(kept, [family for family in families if family[2] != GAUGE])
            for file in ended:
                file.unlink()

    def _files(self) -> list[Path]:
        return [file for file in self.folder.iterdir() if file.name.isdigit() or file.name == ENDED]

    def _write(self, file: Path, families: list[Family]) -> None:
        draft = file.with_name(f"{file.name}.draft")
        draft.write_text(json.dumps(families))
        draft.replace(file)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder's lock: no reader may count a process twice while files are folded."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def share_numbers(folder: Path, registry: CollectorRegistry) -> SharedNumbers:
    """Share the numbers of this process with its siblings, which have the same parent.

    Folders of servers that are no more are deleted.
    """
    shared = SharedNumbers(folder / str(os.getppid()), registry)
    for other in folder.glob("[0-9]*"):
        if not is_alive(other.name):
            shutil.rmtree(other, ignore_errors=True)
    shared.start()
    return shared


def is_alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def read(file: Path) -> list[Family]:
    families: list[Family] = json.loads(file.read_text())
    return families


def as_families(metrics: Iterable[Metric]) -> list[Family]:
    """Return metrics as JSON has them, without the times at which they were created."""
    return [
        [
            metric.name,
            metric.documentation,
            metric.type,
            [
                [sample.name, sample.labels, sample.value]
                for sample in metric.samples
                if not sample.name.endswith("_created")
            ],
        ]
        for metric in metrics
    ]


def added(parts: Iterable[list[Family]]) -> list[Family]:
    """Add up the samples of equal name and labels; gauges too: each is a process's share."""
    families: dict[str, Family] = {}
    values: dict[str, dict[tuple[Any, ...], float]] = {}
    for name, says, kind, samples in (family for part in parts for family in part):
        families.setdefault(name, [name, says, kind, []])
        sums = values.setdefault(name, {})
        for sample, labels, value in samples:
            key = (sample, *labels.items())
            sums[key] = sums.get(key, 0) + value
    for name, family in families.items():
        family[3] = [[key[0], dict(key[1:]), value] for key, value in values[name].items()]
    return list(families.values())


def as_metrics(families: Iterable[Family]) -> Iterator[Metric]:
    for name, says, kind, samples in families:
        metric = Metric(name, says, kind)
        for sample, labels, value in samples:
            metric.add_sample(sample, labels, value)
        yield metric
