"""Numbers of several processes, added up through files."""

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

from config.metrics.shared import SharedNumbers, added, as_families, as_metrics, share_numbers


class Process:
    """A process with numbers of its own; `pid` says which file is its."""

    def __init__(self, folder, pid):
        self.registry = CollectorRegistry()
        self.asked = Counter("asked", "Asked.", ["path"], registry=self.registry)
        self.pages = Gauge("pages", "Pages.", registry=self.registry)
        self.seconds = Histogram("seconds", "Time.", buckets=(1, 2), registry=self.registry)
        self.shared = SharedNumbers(folder, self.registry)
        self.shared.file = folder / str(pid)

    def sums(self):
        registry = CollectorRegistry()
        registry.register(self.shared)
        return lambda name, **labels: registry.get_sample_value(name, labels)


@pytest.fixture
def gone():
    """The id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.fixture
def two(tmp_path):
    """This process, and another that is alive."""
    return Process(tmp_path, os.getpid()), Process(tmp_path, os.getppid())


def test_all_processes_are_added_up(two):
    for number, process in enumerate(two, start=1):
        process.asked.labels("/").inc(number)
        process.pages.set(10 * number)
        process.seconds.observe(1.5)
    two[1].asked.labels("/other").inc()
    two[1].shared.write()
    value = two[0].sums()
    assert value("asked_total", path="/") == 3
    assert value("asked_total", path="/other") == 1
    assert value("pages") == 30
    assert value("seconds_bucket", le="1.0") == 0
    assert value("seconds_bucket", le="2.0") == value("seconds_bucket", le="+Inf") == 2
    assert value("seconds_sum") == 3


def test_this_process_is_as_of_now(two):
    two[0].shared.write()
    two[0].asked.labels("/").inc()
    assert two[0].sums()("asked_total", path="/") == 1


def test_counters_of_a_dead_process_stay_and_its_gauges_go(two, tmp_path, gone):
    dead = Process(tmp_path, gone)
    dead.asked.labels("/").inc(5)
    dead.pages.set(7)
    dead.shared.write()
    for _again in range(2):
        value = two[0].sums()
        assert value("asked_total", path="/") == 5
        assert value("pages") == 0
    assert not dead.shared.file.exists()


def test_files_of_dead_processes_do_not_pile_up(two, tmp_path, gone):
    for _restart in range(3):
        dead = Process(tmp_path, gone)
        dead.asked.labels("/").inc()
        dead.shared.write()
        two[0].shared.write()
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(
        ["ended", "lock", str(os.getpid())]
    )
    assert two[0].sums()("asked_total", path="/") == 3


def test_a_disk_that_is_full_leaves_this_processs_numbers(two, monkeypatch, caplog):
    def fail(*_arguments):
        raise OSError(28, "No space left on device")

    two[0].asked.labels("/").inc()
    monkeypatch.setattr(type(two[0].shared), "_write", fail)
    assert two[0].sums()("asked_total", path="/") == 1
    assert "No space left" in caplog.text


def test_a_folder_that_cannot_be_made_leaves_this_processs_numbers(tmp_path):
    (tmp_path / "file").write_text("no folder")
    process = Process(tmp_path / "file", os.getpid())
    process.asked.labels("/").inc()
    assert process.sums()("asked_total", path="/") == 1


def test_folders_of_servers_that_ended_are_deleted(tmp_path, gone):
    (tmp_path / str(gone)).mkdir()
    (tmp_path / str(gone) / "123").write_text("[]")
    (tmp_path / "kept.txt").write_text("not ours")
    shared = share_numbers(tmp_path, CollectorRegistry())
    assert shared.folder == tmp_path / str(os.getppid())
    assert {file.name for file in tmp_path.iterdir()} >= {"kept.txt"}
    assert not (tmp_path / str(gone)).exists()


def test_only_the_owner_may_read_the_folder(two):
    folder = two[0].shared.folder / "deeper"
    process = Process(folder, os.getpid())
    process.shared.write()
    assert folder.stat().st_mode & 0o077 == 0


def test_the_text_is_that_of_the_client_library(two):
    process = two[0]
    process.asked.labels('a "quoted"\n\\ path').inc()
    process.seconds.observe(3)
    theirs = [
        line for line in generate_latest(process.registry).splitlines() if b"_created" not in line
    ]
    registry = CollectorRegistry()
    registry.register(process.shared)
    assert generate_latest(registry).splitlines() == theirs


numbers = st.dictionaries(st.sampled_from("abc"), st.integers(0, 100))


@given(st.lists(numbers, max_size=4))
def test_sums_do_not_depend_on_the_order(parts):
    def family(values):
        samples = [["x_total", {"k": key}, value] for key, value in values.items()]
        return [["x", "X.", "counter", samples]]

    def sums(families):
        return sorted(json.dumps(sample) for entry in families for sample in entry[3])

    files = [family(values) for values in parts]
    assert sums(added(files)) == sums(added(reversed(files)))
    assert sums(added([added(files[:2]), *files[2:]])) == sums(added(files))
    assert as_families(as_metrics(added(files))) == added(files)
