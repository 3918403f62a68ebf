"""Write which models are versions of one model, after a payload changed the models."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from catalog.identity.decisions import NO_DECISIONS, Decisions
from catalog.identity.versions import (
    Terms,
    VersionEvidence,
    VersionKind,
    models_of_versions,
    parse_version,
)
from catalog.ingest.bulk import ROWS_PER_STATEMENT, set_fields
from catalog.models import CanonicalModel

EVIDENCE = ("name", "released", "input_price", "output_price", "context")
NO_VERSION = {
    "version_of_id": None,
    "version_kind": "",
    "version_date": "",
    "version_count": 1,
}
COLUMNS = (
    *("path", "slug", *EVIDENCE),
    *("version_of", "version_kind", "version_date", "version_count"),
)


def group_versions(decisions: Decisions = NO_DECISIONS) -> None:
    """Group the live models by the rules of `catalog.identity.versions`; write what changed.

    What editors decided beats the rules.

    Every live model is read again: a model that arrives may be the base of one that did not change.
    """
    rows = {row.path: row for row in CanonicalModel.objects.live().order_by("pk").only(*COLUMNS)}
    changed = [row for row, values in version_columns(rows, decisions) if set_fields(row, values)]
    # Not `overwrite`, which writes every column: these rows have only some.
    CanonicalModel.objects.bulk_update(changed, list(NO_VERSION), batch_size=ROWS_PER_STATEMENT)


def version_columns(
    live: Mapping[str, CanonicalModel], decisions: Decisions = NO_DECISIONS
) -> Iterator[tuple[CanonicalModel, dict[str, Any]]]:
    """Yield each model that is on sale on one day, with the columns that say whose version it is.

    `live` are those models by canonical id.
    """
    current = models_of_versions(
        {path: _evidence(row) for path, row in live.items()}, decisions.versions
    )
    others = Counter(current.values())
    for path, row in live.items():
        yield row, _values(row, live.get(current.get(path, "")), others[path])


def _evidence(row: CanonicalModel) -> VersionEvidence:
    terms = Terms(row.input_price, row.output_price, row.context)
    return VersionEvidence(row.name, row.released, terms)


def _values(row: CanonicalModel, current: CanonicalModel | None, others: int) -> dict[str, Any]:
    """Return the columns of a model with this current version, or with so many other versions."""
    version = parse_version(row.slug) if current or others else None
    return NO_VERSION | {
        "version_of_id": current and current.pk,
        # A slug that says nothing of it is a version by an editor's decision.
        "version_kind": version.kind.value if version else VersionKind.SNAPSHOT if current else "",
        "version_date": version.dated if version else "",
        "version_count": 1 + others,
    }
