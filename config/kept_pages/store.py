"""Pages by what was asked, within a bound of memory. Pure.

What was asked for again stays before what was asked for once (segmented LRU): no number of
addresses that somebody makes up pushes out the pages that visitors use.
"""

from collections import OrderedDict
from threading import Lock

from config.kept_pages.asked import Asked
from config.kept_pages.page import KeptPage

USED_SHARE = 0.75  # of the memory, at most for pages that were asked for again


class Segment:
    """Pages and their sizes, those not asked for longest first."""

    def __init__(self) -> None:
        self.pages: OrderedDict[Asked, tuple[KeptPage, int]] = OrderedDict()
        self.bytes = 0

    def put(self, asked: Asked, page: KeptPage, size: int) -> None:
        self.take(asked)
        self.pages[asked] = page, size
        self.bytes += size

    def take(self, asked: Asked) -> tuple[KeptPage, int] | None:
        if taken := self.pages.pop(asked, None):
            self.bytes -= taken[1]
        return taken

    def oldest(self) -> Asked:
        return next(iter(self.pages))


class PageStore:
    """Holds pages of at most so many bytes together; safe for threads.

    A page of a newer state takes the place of the one before: nothing outdated piles up.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._new, self._used = Segment(), Segment()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._new.pages) + len(self._used.pages)

    @property
    def bytes(self) -> int:
        return self._new.bytes + self._used.bytes

    def get(self, asked: Asked) -> KeptPage | None:
        if asked not in self._used.pages and asked not in self._new.pages:
            return None
        with self._lock:
            entry = self._used.take(asked) or self._new.take(asked)
            if entry is None:
                return None
            self._used.put(asked, *entry)
            while self._used.bytes > USED_SHARE * self.most_bytes:
                self._step_back()
        return entry[0]

    def put(self, asked: Asked, page: KeptPage) -> None:
        """Store a page, or its new size; one that alone exceeds a quarter of the bound is not."""
        size = page.size
        with self._lock:
            segment = self._used if self._used.take(asked) else self._new
            self._new.take(asked)
            if size > self.most_bytes // 4:
                return
            segment.put(asked, page, size)
            while self.bytes > self.most_bytes:
                oldest = self._new if self._new.pages else self._used
                oldest.take(oldest.oldest())

    def held(self) -> dict[Asked, KeptPage]:
        """Return all pages that are held now, by what was asked."""
        with self._lock:
            held = [*self._new.pages.items(), *self._used.pages.items()]
        return {asked: page for asked, (page, _size) in held}

    def clear(self) -> None:
        with self._lock:
            self._new, self._used = Segment(), Segment()

    def _step_back(self) -> None:
        """Count the page that was used longest ago as new."""
        asked = self._used.oldest()
        if entry := self._used.take(asked):
            self._new.put(asked, *entry)
