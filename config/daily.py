"""One day: fetch, store, derive. The whole of what keeps the catalogue up to date.

    fetch -> snapshot (committed by itself) -> one transaction: catalogue, scores, changes, version

A visitor sees yesterday whole or today whole. A kill at any moment loses nothing: what was stored
and not applied is applied by the next pull.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalog import source
from catalog.guard import one_pull_at_a_time
from catalog.ids import NO_IDS, Ids
from catalog.ingest import Counts, apply_payload
from catalog.models import CatalogueVersion, Run, Snapshot
from catalog.normalise import Normalised
from catalog.payload import PayloadRefused
from catalog.snapshots import (
    confirm,
    newest_snapshot,
    read_payload,
    refuse_if_shrunk,
    same_snapshot,
    take_snapshot,
)
from catalog.source import Fetched, SourceUnavailable
from scoring.rescore import rescore_all
