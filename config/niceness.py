"""Lowers the priority of processes that work in the background: visitors come first."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

NICENESS = 10
# Linux divides CPU time between sessions first; a priority counts only within one.
AUTOGROUP = Path("/proc/self/autogroup")


def yield_to_visitors(**_sent: Any) -> None:
    """Lower the priority of this process, and of its session if it has one of its own.

    An idle core is still used in full. Receives a signal of Celery, too.
    """
    with suppress(OSError):
        os.nice(NICENESS - os.getpriority(os.PRIO_PROCESS, 0))
    if os.getsid(0) == os.getpid() and AUTOGROUP.exists():
        with suppress(OSError):
            AUTOGROUP.write_text(str(NICENESS))
