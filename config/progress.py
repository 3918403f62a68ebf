"""A progress bar for commands that go through many days."""

from django.core.management.base import OutputWrapper

from catalog.models import Snapshot

WIDTH = 30


class ProgressBar:
    """Redraws one line on a terminal; elsewhere, as in a log, prints a line a step."""

    def __init__(self, total: int, stdout: OutputWrapper) -> None:
        self.total, self.stdout, self.done = total, stdout, 0

    def step(self, snapshot: Snapshot) -> None:
        """Show that this snapshot's day is done."""
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
