"""The progress bar, on a terminal and in a log."""

from datetime import date
from io import StringIO

import pytest
from django.core.management.base import OutputWrapper

from catalog.models import Snapshot
from config.progress import ProgressBar


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


DAYS = [Snapshot(day=date(2026, 5, day)) for day in (1, 2)]


def shown(out: StringIO, total: int) -> str:
    bar = ProgressBar(total, OutputWrapper(out))
    for snapshot in DAYS:
        bar.step(snapshot)
    bar.end("done")
    return out.getvalue()


def test_a_log_gets_a_line_per_step() -> None:
    half, whole = "█" * 15 + "░" * 15, "█" * 30
    assert shown(StringIO(), 2) == f"{half} 1/2 2026-05-01\n{whole} 2/2 2026-05-02\ndone\n"


def test_a_terminal_gets_one_redrawn_line() -> None:
    said = shown(Terminal(), 2)
    assert said.count("\r") == 2
    assert said.endswith("2/2 2026-05-02\ndone\n")


@pytest.mark.parametrize("total", [0, 1])
def test_more_steps_than_expected_only_fill_the_bar(total: int) -> None:
    assert "█" * 31 not in shown(StringIO(), total)
