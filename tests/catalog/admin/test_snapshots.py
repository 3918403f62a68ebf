"""The admin's pages of pulls: sizes, results and reasons."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.utils import translation

from catalog.admin.base import NOTHING
from catalog.admin.snapshots import MOST_TEXT_SHOWN, reason_text
from catalog.models import Run, Snapshot
from tests.catalog.admin.test_pages import NOON, make_run

RUNS = admin.site._registry[Run]
SNAPSHOTS = admin.site._registry[Snapshot]


@pytest.mark.parametrize(
    "outcome, counts, text",
    [
        ("applied", {"arrived": 1234, "changed": 0, "withdrawn": 2}, "1,234 arrived, 2 withdrawn"),
        ("applied", {"regrouped": 1, "arrived": 3}, "3 arrived, 1 regrouped"),
        ("applied", {}, ""),
        ("refused", {"arrived": 5}, "too few offers"),
    ],
    ids=["zeros left out", "in a fixed order", "nothing moved", "why none did"],
)
def test_the_result_of_a_run(outcome, counts, text):
    assert RUNS.result(Run(outcome=outcome, counts=counts, message="too few offers")) == text


def test_a_long_message_is_cut_in_the_list_only():
    run = Run(outcome="failed", message="x" * 500)
    assert RUNS.result(run) == "x" * MOST_TEXT_SHOWN
    assert RUNS.message_text(run) == "x" * 500


@pytest.mark.parametrize(
    "seconds, text", [(None, NOTHING), (0, "0.0 s"), (8.04, "8.0 s"), (90, "90.0 s")]
)
def test_the_duration_of_a_run(seconds, text):
    ended_at = None if seconds is None else NOON + timedelta(seconds=seconds)
    assert RUNS.duration(Run(started_at=NOON, ended_at=ended_at)) == text


@pytest.mark.parametrize(
    "report, text",
    [
        ({"reason": "its price is bad"}, "its price is bad"),
        ({"msgid": "Plus sign", "arguments": {}, "reason": "old"}, "加號"),
        ({"msgid": "", "reason": "old"}, "old"),
        ({}, ""),
    ],
)
def test_a_reason_is_in_the_readers_language_if_it_can_be(report, text):
    with translation.override("zh-hant"):
        assert reason_text(report) == text


@pytest.mark.django_db
@pytest.mark.parametrize("reports", [0, 2])
def test_the_database_counts_what_was_skipped(rf, reports):
    make_run(skipped=[{"reason": "x"}] * reports)
    (run,) = RUNS.get_queryset(rf.get("/"))
    assert RUNS.unreadable(run) == reports
    assert "skipped" in run.get_deferred_fields()


def test_a_snapshot_is_named_in_short():
    snapshot = Snapshot(sha256="ab" * 32, size=5_300_000, source="y" * 500)
    assert SNAPSHOTS.short_sha256(snapshot) == "ab" * 6
    assert SNAPSHOTS.shown_size(snapshot) == "5.1\xa0MB"
    assert SNAPSHOTS.shown_source(snapshot) == "y" * MOST_TEXT_SHOWN
