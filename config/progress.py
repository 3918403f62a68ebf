"""A progress bar for commands that process many days."""

from django.core.management.base import OutputWrapper

from catalog.models import Snapshot

WIDTH = 30


class ProgressBar:
    """Redraws one line on a terminal; prints a line per step elsewhere, as in a log."""

    def __init__(self, total: int, stdout: OutputWrapper) -> None:
        self.total, self.stdout, self.done = total, stdout, 0

    def step(self, snapshot: Snapshot) -> None:
        """Advance by one snapshot."""
        self.done += 1
        filled = WIDTH * self.done // max(self.total, self.done)
        bar = "█" * filled + "░" * (WIDTH - filled)
        self._show(f"{bar} {self.done}/{self.total} {snapshot.day:%Y-%m-%d}")

    def end(self, summary: str) -> None:
        if self.stdout.isatty():
            self.stdout.write("")
        self.stdout.write(summary)

    def _show(self, line: str) -> None:
        terminal = self.stdout.isatty()
        self.stdout.write(f"\r{line}" if terminal else line, ending="" if terminal else "\n")
