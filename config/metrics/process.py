"""What this process has in memory: kept pages, and all of it."""

import os
from collections.abc import Iterator
from pathlib import Path

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from config.kept_pages.keeper import KEEPER
from config.metrics.counting import REGISTRY

STATM = Path("/proc/self/statm")  # on Linux


class ProcessCollector(Collector):
    """Reads the numbers when they are asked for."""

    def collect(self) -> Iterator[Metric]:
        found = CounterMetricFamily(
            "ledger_kept_page_lookups",
            "Requests for pages that may be kept, by whether one was (hit or miss).",
            labels=["result"],
        )
        for result in ("hit", "miss"):
            found.add_metric([result], KEEPER.counts[result])
        yield found
        stores = (KEEPER.plain, KEEPER.queried)
        yield gauge("kept_pages", "Pages kept in memory.", sum(map(len, stores)))
        size = sum(store.bytes for store in stores)
        yield gauge("kept_page_bytes", "Memory of the kept pages.", size)
        yield gauge("web_processes", "Web processes that wrote their numbers.", 1)
        if STATM.exists():
            yield gauge("web_memory_bytes", "Resident memory of the web processes.", resident())


def gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"ledger_{name}", says, value=value)


def resident() -> int:
    """Return the resident memory of this process in bytes."""
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


REGISTRY.register(ProcessCollector())
