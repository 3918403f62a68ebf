"""Make the newest bundle right after a pull, so that nobody who downloads it waits."""

import logging
from datetime import date

from django.db import DatabaseError

from api.bundles.day import CatalogueInMotion
from api.bundles.minisign import BadKey
from api.bundles.store import BundleBusy, bundle_of
from api.days import DayNotOnRecord, read_days
from catalog.newest_version import HOLDER

log = logging.getLogger(__name__)


def make_newest_bundle(today: date) -> None:
    """Make it, or log why not: whoever asks for it first then has it made."""
    try:
        newest = HOLDER.ask()
        if newest is not None:
            bundle_of(read_days(None, None, today), newest.key)
    except (DayNotOnRecord, BundleBusy, CatalogueInMotion, BadKey, DatabaseError, OSError) as why:
        log.warning("no bundle made ahead: %s", why or type(why).__name__)
