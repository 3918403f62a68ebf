"""What the first start does in the background, for the pages.

A file, not a table: the process that does it works inside one long transaction, and what it wrote
there nobody else could read. No file means that nothing is going on.
"""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

# For how long a step is believed: a process that was killed writes nothing any more, and the end
# interests nobody for long.
SHOWN_FOR = timedelta(minutes=10)


class Step(StrEnum):
    TODAY = "today"
    RELEASES = "releases"
    DAYS = "days"
    DONE = "done"
    OFFLINE = "offline"
    FAILED = "failed"


ENDS = frozenset({Step.DONE, Step.OFFLINE, Step.FAILED})


@dataclass(frozen=True, slots=True)
class HistoryStatus:
    """A step, and how far it is: downloads or days; a total of 0 is not known."""

    step: Step
    done: int = 0
    total: int = 0

    @property
    def is_over(self) -> bool:
        return self.step in ENDS

    @property
    def key(self) -> str:
        """The status in an ETag, so that no page is shown with an older one."""
        return f"{self.step}{self.done}"


def write_status(status: HistoryStatus) -> None:
    """Write the status for other processes to read, at once or not at all."""
    file: Path = settings.HISTORY_STATUS
    content = {"step": status.step, "done": status.done, "total": status.total}
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=file.parent, delete=False) as draft:
        json.dump(content, draft)
    Path(draft.name).replace(file)


def clear_status() -> None:
    settings.HISTORY_STATUS.unlink(missing_ok=True)


def read_status(now: datetime) -> HistoryStatus | None:
    """Return what is going on or ended just now; None if nothing, or nothing that can be read."""
    try:
        with settings.HISTORY_STATUS.open() as file:
            written = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
            content = json.load(file)
        status = HistoryStatus(Step(content["step"]), content["done"], content["total"])
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return status if now - written <= SHOWN_FOR else None
