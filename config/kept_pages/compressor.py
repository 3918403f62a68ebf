"""Compresses kept pages as well as can be, once each, in a thread that yields to requests."""

import os
import sys
import threading
from contextlib import suppress
from queue import Full, Queue

from config.kept_pages.asked import Asked
from config.kept_pages.keeper import KEEPER
from config.kept_pages.page import KeptPage

MOST_WAITING = 1000
# Compression holds no lock of the interpreter, so a low priority delays no request.
NICENESS = 10


class Compressor:
    """Compresses the pages that are asked for a second time: most are never."""

    def __init__(self) -> None:
        self._waiting: Queue[tuple[Asked, KeptPage]] = Queue(MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def served(self, asked: Asked, page: KeptPage) -> None:
        """Note that a page was served from memory: it is worth its compression."""
        page.served += 1
        if page.served == 1 and not page.is_best:
            with suppress(Full):  # then it stays as it is
                self._waiting.put_nowait((asked, page))
                self._start()

    def wait(self) -> None:
        """Wait until all is compressed; for tests and benchmarks."""
        self._waiting.join()

    def _start(self) -> None:
        # Not when the module is imported: a thread does not survive the fork of a worker.
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="compressor", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        yield_to_requests()
        while True:
            asked, page = self._waiting.get()
            try:
                compress(asked, page)
            finally:
                self._waiting.task_done()


def compress(asked: Asked, page: KeptPage) -> None:
    """Compress a page that is kept."""
    page.compress()
    KEEPER.improve(asked, page)


def yield_to_requests() -> None:
    """Lower the priority of this thread; Linux has one for each."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


COMPRESSOR = Compressor()
