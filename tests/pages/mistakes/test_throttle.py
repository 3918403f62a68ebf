"""How many reports are taken."""

import pytest

from catalog.editorial import MistakeReport
from pages.mistakes import throttle
from pages.mistakes.throttle import PER_ADDRESS, may_report
from tests.catalog.test_editorial import NOON

pytestmark = pytest.mark.django_db


def test_works(rf):
    mine = rf.post("/", REMOTE_ADDR="192.0.2.1")
    assert [may_report(mine) for _ in range(PER_ADDRESS + 2)] == [True] * PER_ADDRESS + [False] * 2
    assert may_report(rf.post("/", REMOTE_ADDR="192.0.2.2"))


def test_a_full_inbox_takes_none(rf, monkeypatch):
    monkeypatch.setattr(throttle, "MOST_UNDECIDED", 1)
    about = {"target": "model", "key": "a/b", "field": "name", "reported_at": NOON}
    assert may_report(rf.post("/"))
    MistakeReport.objects.create(**about, state="declined", decided_at=NOON)
    assert may_report(rf.post("/"))
    MistakeReport.objects.create(**about)
    assert not may_report(rf.post("/"))
