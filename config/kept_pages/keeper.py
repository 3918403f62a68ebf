"""The kept pages of this process, and those that processes share through the cache.

A page is kept with the state of the site in which it was made, and served only in that state. While
the database fails, the last known state stands (catalog.newest_version).
"""

import hashlib
from collections import Counter, OrderedDict

from django.conf import settings
from django.core.cache import cache

from catalog.page_state import known_page_state, page_state
from config.kept_pages.asked import Asked
from config.kept_pages.page import KeptPage
from config.kept_pages.store import PageStore

SHARED_SECONDS = 24 * 60 * 60
MOST_SITES = 4


class Keeper:
    """Finds and keeps pages; one for the process.

    Comparisons and pages with a query string have a quarter of the memory, and are not shared:
    there is no end of them, and they must not push out the others.
    """

    def __init__(self, megabytes: int) -> None:
        quarter = megabytes * 2**20 // 4
        self.plain, self.queried = PageStore(3 * quarter), PageStore(quarter)
        self.counts: Counter[str] = Counter()  # "hit" and "miss", for metrics
        # Schemes and hosts that pages were made for, the latest last; all are in ALLOWED_HOSTS.
        self.sites: OrderedDict[tuple[str, str], None] = OrderedDict()

    def find_known(self, asked: Asked) -> KeptPage | None:
        """Find a page in memory without asking the database anything."""
        page = self._store(asked).get(asked)
        return page if page and page.state == known_page_state() else None

    def find(self, asked: Asked) -> KeptPage | None:
        """Find a page here or among those that are shared. Raises DatabaseError."""
        store = self._store(asked)
        page = store.get(asked) or self._find_shared(asked)
        if page is None or page.state != page_state():
            self.counts["miss"] += 1
            return None
        self.counts["hit"] += 1
        return page

    def keep(self, asked: Asked, page: KeptPage) -> None:
        """Keep a page, in the place of the one before."""
        self._put(asked, page)
        self.sites[asked.scheme, asked.host] = None
        self.sites.move_to_end((asked.scheme, asked.host))
        while len(self.sites) > MOST_SITES:
            self.sites.popitem(last=False)

    def improve(self, asked: Asked, page: KeptPage) -> None:
        """Keep the better compression of a page, unless it is no longer kept."""
        if self._store(asked).get(asked) is page:
            self._put(asked, page)

    def _put(self, asked: Asked, page: KeptPage) -> None:
        self._store(asked).put(asked, page)
        if settings.CACHE_URL and not has_no_end(asked):
            stored = (page.state, page.etag, page.headers, page.modified, page.bodies)
            cache.set(shared_key(asked), (stored, page.route), SHARED_SECONDS)

    def clear(self) -> None:
        self.plain.clear()
        self.queried.clear()
        self.sites.clear()

    def _store(self, asked: Asked) -> PageStore:
        return self.queried if has_no_end(asked) else self.plain

    def _find_shared(self, asked: Asked) -> KeptPage | None:
        if not settings.CACHE_URL or has_no_end(asked):
            return None
        stored = cache.get(shared_key(asked))
        if stored is None:
            return None
        parts, route = stored
        page = KeptPage(*parts)
        page.route = route
        self.plain.put(asked, page)
        return page


def has_no_end(asked: Asked) -> bool:
    """Tell whether visitors can ask for any number of such pages."""
    return bool(asked.query) or "/compare/" in asked.path


def shared_key(asked: Asked) -> str:
    """Return the key without the state: the next version's page replaces this one.

    Its number is that of what is stored: another release may share the cache.
    """
    return f"page:2:{hashlib.sha256(repr(tuple(asked)).encode()).hexdigest()}"


KEEPER = Keeper(settings.KEPT_PAGES_MB)
