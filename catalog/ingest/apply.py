"""Apply one payload to the catalogue's tables, writing only what changed.

The caller holds the transaction, so that scores and changes are part of the same one. Rows are
matched by natural key. Each module of this package writes one kind of row.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from catalog.feed.normalise import NormalisedPayload
from catalog.ingest.batch import Batch
from catalog.ingest.corrections import correct_makers, models_to_refresh
from catalog.ingest.decisions import decided_models
from catalog.ingest.evidence import save_evidence
from catalog.ingest.models import (
    create_new_models,
    label_models,
    record_moves,
    refresh_models,
)
from catalog.ingest.offerings import save_offerings, withdraw_offerings
from catalog.ingest.providers import refresh_providers, save_makers, save_providers
from catalog.ingest.rebuild_state import NO_STATE, RebuildState
from catalog.ingest.versions import group_versions
from catalog.models import CanonicalModel, Provider


@dataclass(frozen=True, slots=True)
class Counts:
    """The size of the catalogue, and how many offerings one payload changed in which way."""

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
    payload: NormalisedPayload,
    *,
    day: date,
    last_seen: date,
    rebuild_state: RebuildState = NO_STATE,
) -> Counts:
    """Bring the tables to the payload, as of `day`.

    `last_seen` is the last day on which what this payload lacks was still there.
    Must run inside a transaction.
    """
    batch = Batch.of(payload, day=day, last_seen=last_seen, rebuild_state=rebuild_state)
    makers = save_makers(batch)
    correct_makers(batch.overrides)
    providers = save_providers(batch, makers)
    models = create_new_models(batch, makers)
    saved = save_offerings(batch, providers, models)
    withdrawn = withdraw_offerings(batch)
    # Models last: their facts are those of their offerings, whose keys are known only now.
    touched = saved.touched_paths | {stored.model_path for stored in withdrawn}
    touched |= models_to_refresh(batch.overrides) & models.keys()
    touched |= decided_models(models.keys())
    touched |= CanonicalModel.objects.live().uncounted() & batch.candidates.keys()
    refresh_models(batch, models, touched, saved.pks)
    label_models()
    group_versions(batch.decisions)
    record_moves(batch, models)
    save_evidence(
        batch.evidence,
        batch.memory,
        day=day,
        last_seen=last_seen,
        rebuild_state=rebuild_state,
    )
    return Counts(
        providers=len(batch.payload.providers),
        offerings=len(batch.payload.offerings),
        models=len(batch.candidates),
        withdrawn=len(withdrawn),
        skipped=len(payload.skipped),
        **saved.tally,
    )


def apply_corrections(
    day: date, *, models: Collection[str], providers: Collection[str] = ()
) -> None:
    """Bring these models, all their offerings, these providers and all makers to the corrections.

    As the payload of `day`, the newest, would with the corrections that are in force now; nothing
    else is derived again. Must run inside a transaction.
    """
    batch = Batch.of_models(models, day=day)
    correct_makers(batch.overrides)
    sellers = {provider for provider, _model_id in batch.payload.offerings}
    refreshed = Provider.objects.filter(key__in=sellers | set(providers))
    paths = CanonicalModel.objects.filter(path__in=models)
    keys = dict(paths.values_list("path", "pk"))
    saved = save_offerings(batch, dict(refreshed.values_list("key", "pk")), keys)
    refresh_models(batch, keys, keys, saved.pks)
    refresh_providers(refreshed.values_list("key", flat=True), batch.overrides)
    label_models()
    group_versions(batch.decisions)
