"""Build the in-memory indexes of a new catalogue version before the first request needs them.

Lists, search and the calculator answer from rows in memory, built once for each version: some
seconds at 20,000 offerings. A thread of each worker polls for a new version and builds them; a
request that comes sooner waits for that thread and repeats none of its work.
"""

import gc
import logging
from threading import Thread
from time import sleep

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from api.guide import document
from catalog.http import DataVersion, newest_data_version
from catalog.listing.facets import facet_index
from catalog.listing.index import model_index
from catalog.newest_version import HOLDER
from config.kept_pages.hot import Respond, make_hot_pages, sites
from config.log_lines import log_once_a_minute
from pricing.calculator.offer_table import offer_table

log = logging.getLogger(__name__)

# A version, and the schemes and hosts, for which popular pages were made.
HotPages = tuple[str | None, tuple[tuple[str, str], ...]]


def start_preloading(every: float, respond: Respond | None = None) -> Thread | None:
    """Start a thread that polls for a new version every so many seconds; 0 starts none.

    `respond` answers requests: popular pages are made with it.
    """
    if not every:
        return None
    thread = Thread(target=_poll, args=(every, respond), name="preload", daemon=True)
    thread.start()
    return thread


def _poll(every: float, respond: Respond | None) -> None:
    version: str | None = None
    made: HotPages = None, ()
    while True:
        version = preload_newer(version)
        if respond and settings.HOT_PAGES:
            made = make_missing(made, version, respond)
        # A thread of our own gets no request signals, which close broken connections elsewhere.
        close_old_connections()
        sleep(every)


def preload_newer(version: str | None) -> str | None:
    """Preload the newest version if it is not this one; return the version preloaded.

    A database that fails, or has no tables yet, is tried again at the next poll.
    """
    try:
        data = newest_data_version(timezone.now())
        if data is None or data.key == version:
            return version
        preload(data)
    except DatabaseError as error:
        log_once_a_minute(log, f"not preloaded: {error}")
        return version
    return data.key


def make_missing(made: HotPages, version: str | None, respond: Respond) -> HotPages:
    """Make the popular pages of this version for the sites that visitors use by now.

    `made` is the version and the sites for which they were made before; returns the new ones.
    """
    wanted: HotPages = version, tuple(sorted(sites()))
    if wanted == made or not all(wanted):
        return made
    try:
        data = newest_data_version(timezone.now())
        if data is None or data.key != version:
            return made  # newer data; the next poll preloads it first
        make_hot_pages(data, respond)
    except DatabaseError as error:
        log_once_a_minute(log, f"popular pages not made: {error}")
        return made
    return wanted


def start_renewing(seconds: float) -> Thread | None:
    """Start a thread that asks for the newest version before it expires; 0 starts none.

    So that no request does, and pages that are kept are served while the database is gone.
    """
    if not seconds:
        return None
    thread = Thread(target=_renew, args=(seconds / 2,), name="renew", daemon=True)
    thread.start()
    return thread


def _renew(every: float) -> None:
    while True:
        try:
            HOLDER.ask()
            close_old_connections()
        except DatabaseError as error:
            log_once_a_minute(log, f"newest version unknown: {error}")
        sleep(every)


def preload(data: DataVersion) -> None:
    """Build every index of this version."""
    model_index(data).search_index.search("warm")  # a cached property, and its own caches
    facet_index(data)
    offer_table(data)
    document()  # seconds, which a visitor of /api/ would wait for
    freeze_caches()


def freeze_caches() -> None:
    """Exclude long-lived caches from garbage collection, after collecting the previous ones.

    A full collection of 20,000 offerings takes a fifth of a second, in the middle of a request.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
