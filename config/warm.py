"""What pages answer from, made before somebody asks: in every serving process, after every pull.

Lists, search and the calculator answer from rows in memory, made once for each version of the
catalogue: some seconds' work at 20,000 offerings. A thread of each process looks for a new version
and makes them at once; a request that comes sooner waits for that work and repeats none of it.
"""

import gc
import logging
from threading import Thread
from time import sleep

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from catalog.http import DataVersion, newest_data_version
from catalog.listing.facets import facet_index
from catalog.listing.index import model_index
from pricing.calculator.offer_table import offer_table

log = logging.getLogger(__name__)


def keep_warm(every: float) -> Thread | None:
    """Start to look for a new version every so many seconds; 0 is never."""
    if not every:
        return None
    thread = Thread(target=_keep_looking, args=(every,), name="warm", daemon=True)
    thread.start()
    return thread


def _keep_looking(every: float) -> None:
    known: int | None = None
    while True:
        known = refresh(known)
        close_old_connections()
        sleep(every)


def refresh(known: int | None) -> int | None:
    """Make what the newest version is answered from, if it is not the known one; return it.

    A database that does not answer, or has no tables yet, is asked again at the next look.
    """
    try:
        data = newest_data_version(timezone.now())
        if data is None or data.version == known:
            return known
        warm(data)
    except DatabaseError as error:
        log.warning("not warmed: %s", error)
        return known
    return data.version


def warm(data: DataVersion) -> None:
    model_index(data).search_index.search("warm")
    facet_index(data)
    offer_table(data)
    freeze_caches()


def freeze_caches() -> None:
    """Spare the garbage collector what stays until the next version.

    At 20,000 offerings looking through it takes a fifth of a second, in the middle of a request.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
