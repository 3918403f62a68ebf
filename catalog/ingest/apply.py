"""Bringing the catalogue's tables to what one payload says, writing only what changed.

Its caller holds the transaction, so that scores and changes are part of the same one. Rows are
found by natural key. Each of the `save_*` modules writes one kind of row.
"""

from dataclasses import dataclass
from datetime import date

from catalog.feed.normalise import NormalisedPayload
from catalog.ingest.batch import Batch
from catalog.ingest.models import (
    create_new_models,
    disambiguate_labels,
    record_moves,
    refresh_models,
)
from catalog.ingest.offerings import save_offerings, withdraw_offerings
from catalog.ingest.providers import save_makers, save_providers
from catalog.ingest.rebuild_state import NOTHING, RebuildState


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the catalogue holds now, and what applying one payload did to its offerings."""

    providers: int
    offerings: int
    models: int
    arrived: int = 0
    changed: int = 0
    returned: int = 0
    withdrawn: int = 0
    regrouped: int = 0
    skipped: int = 0


def apply_payload(
    read: NormalisedPayload, *, day: date, last_seen: date, memory: RebuildState = NOTHING
) -> Counts:
    """Make the tables say what `read` says, as of `day`.

    `last_seen` is the last day on which what is missing now was still there.
    Must run inside a transaction.
    """
    today = Batch.of(read, day=day, last_seen=last_seen, memory=memory)
    makers = save_makers(today)
    providers = save_providers(today, makers)
    models = create_new_models(today, makers)
    saved = save_offerings(today, providers, models)
    withdrawn = withdraw_offerings(today)
    left = {known.model_path for known in withdrawn}
    refresh_models(today, models, saved.touched | left, saved.pks)
    disambiguate_labels()
    record_moves(today, models)
    return Counts(
        providers=len(today.read.providers),
        offerings=len(today.read.offerings),
        models=len(today.channels),
        withdrawn=len(withdrawn),
        skipped=len(read.skipped),
        **saved.tally,
    )
