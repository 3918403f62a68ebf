"""A progress bar for commands that process many days."""

from django.core.management.base import OutputWrapper

from catalog.models import Snapshot

WIDTH = 30


class ProgressBar:
    """Redraws one line on a terminal; prints a line per step elsewhere, as in a log.

    Without a total it counts.
    """

    def __init__(self, total: int | None, stdout: OutputWrapper) -> None:
        self.total, self.stdout, self.done = total, stdout, 0

    def step(self, snapshot: Snapshot) -> None:
        """Advance by one snapshot."""
        self.advance(snapshot.day.isoformat())

    def advance(self, label: object) -> None:
        """Advance by one, and name what was done."""
        self.done += 1
        if self.total is None:
            return self._show(f"{self.done} {label}")
        filled = WIDTH * self.done // max(self.total, self.done)
        bar = "█" * filled + "░" * (WIDTH - filled)
        return self._show(f"{bar} {self.done}/{self.total} {label}")

    def end(self, summary: str) -> None:
        if self.stdout.isatty():
            self.stdout.write("")
        self.stdout.write(summary)

    def _show(self, line: str) -> None:
        terminal = self.stdout.isatty()
        self.stdout.write(f"\r{line}" if terminal else line, ending="" if terminal else "\n")
