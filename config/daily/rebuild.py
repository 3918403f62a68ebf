"""Derive all tables anew from the stored snapshots, beside those that visitors read."""

from collections.abc import Callable

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from catalog.decisions import IdentityDecision
from catalog.editorial import Announcement, Correction, EditedText, MistakeReport
from catalog.feed.normalise import ReadingCache
from catalog.ingest.apply import Counts
from catalog.ingest.attempts import retry_set_aside
from catalog.ingest.beside import built_beside
from catalog.ingest.corrections import apply_waiting
from catalog.ingest.payloads import PayloadReader
from catalog.ingest.pull_lock import pull_lock
from catalog.ingest.rebuild_state import (
    clear_catalogue,
    delete_orphans,
    restore_moves,
    save_rebuild_state,
)
from catalog.ingest.snapshots import read_payload
from catalog.models import CatalogueVersion, Run, Snapshot, TrustedProvider
from catalog.refusals import RefusedPayload
from changelog.models import ChangeEntry
from changelog.record import clear_changes
from config.daily.derive import derive, publish

# Of the apps with derived tables, those that a rebuild keeps.
DERIVING_APPS = ("catalog", "scoring", "changelog")
KEPT = (
    *(Snapshot, Run, CatalogueVersion),
    *(Correction, Announcement, MistakeReport, IdentityDecision, EditedText),
    *(TrustedProvider, RefusedPayload, ChangeEntry),
)

Progress = Callable[[Snapshot], None]


def rebuild(progress: Progress | None = None, *, retry: bool = False) -> Counts | None:
    """Derive all tables from the stored snapshots; None without any.

    With `retry` also from those that were set aside, but never from those that were rejected.
    """
    with pull_lock():
        usable = Snapshot.objects.retried() if retry else Snapshot.objects.in_use()
        if not usable.exists():
            return None
        return rebuild_tables(progress, first=retry_set_aside if retry else None)


def rebuild_tables(
    progress: Progress | None = None, *, first: Callable[[], object] | None = None
) -> Counts:
    """Derive all tables from the snapshots, of which there must be one.

    `first` may mark snapshots; its marks are published with the tables, or not at all.
    Visitors and editors go on as before meanwhile: see catalog.ingest.beside.
    """
    cache: ReadingCache = {}
    payloads = PayloadReader()
    # A rebuild may end a correction; nobody else writes them while we hold the pull lock.
    with built_beside([*derived_tables(), Correction, ChangeEntry]), transaction.atomic():
        if first:
            first()
        apply_waiting()
        state = save_rebuild_state()
        clear_changes()
        clear_catalogue()
        for pk in list(Snapshot.objects.in_use().in_order().values_list("pk", flat=True)):
            snapshot = Snapshot.objects.get(pk=pk)
            counts = derive(snapshot, read_payload(payloads.read(snapshot), cache), state)
            if progress:
                progress(snapshot)
        restore_moves(state, snapshot.day)
        delete_orphans()
        publish(snapshot)
    return counts


def derived_tables() -> list[type[Model]]:
    """Return the models whose rows a rebuild derives anew."""
    tables = (table for app in DERIVING_APPS for table in apps.get_app_config(app).get_models())
    return [table for table in tables if table not in KEPT]
