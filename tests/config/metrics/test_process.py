"""What a process says of its memory."""

import sys

import pytest

from config.kept_pages.keeper import KEEPER
from config.metrics.counting import REGISTRY
from tests.factories import make_version


@pytest.mark.django_db
def test_kept_pages_and_lookups(client):
    make_version()

    def value(name: str, **labels: str) -> float:
        return REGISTRY.get_sample_value(f"ledger_{name}", labels) or 0

    hits, misses = (value("kept_page_lookups_total", result=name) for name in ("hit", "miss"))
    assert value("kept_pages") == value("kept_page_bytes") == 0
    for _again in range(3):
        client.get("/faq/")
    assert value("kept_page_lookups_total", result="miss") == misses + 1
    assert value("kept_page_lookups_total", result="hit") == hits + 2
    assert value("kept_pages") == 1
    assert value("kept_page_bytes") == KEEPER.plain.bytes > 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")
def test_resident_memory():
    assert 20e6 < REGISTRY.get_sample_value("ledger_web_memory_bytes") < 4e9
