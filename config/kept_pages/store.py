"""Pages by what was asked, within a bound of memory: those not asked for longest go first. Pure."""

from collections import OrderedDict
from threading import Lock

from config.kept_pages.asked import Asked
from config.kept_pages.page import KeptPage


class PageStore:
    """Holds pages of at most so many bytes together; safe for threads.

    A page of a newer state takes the place of the one before: nothing outdated piles up.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self._pages: OrderedDict[Asked, tuple[KeptPage, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, asked: Asked) -> KeptPage | None:
        entry = self._pages.get(asked)
        if entry is None:
            return None
        with self._lock:
            if asked in self._pages:
                self._pages.move_to_end(asked)
        return entry[0]

    def put(self, asked: Asked, page: KeptPage) -> None:
        """Store a page, or its new size; one that alone exceeds a quarter of the bound is not."""
        size = page.size
        with self._lock:
            self._drop(asked)
            if size > self.most_bytes // 4:
                return
            self._pages[asked] = page, size
            self.bytes += size
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def _drop(self, asked: Asked) -> None:
        if old := self._pages.pop(asked, None):
            self.bytes -= old[1]
