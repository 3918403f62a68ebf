"""State that survives a rebuild: primary keys by natural key, and redirects of moved models.

Every row gets its primary key again, and every URL that ever answered still does.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, models

from catalog.models import (
    CanonicalModel,
    Maker,
    MovedModel,
    Offering,
    Provider,
    RememberedJoin,
    RememberedLink,
    RememberedName,
    Revision,
)

NATURAL_KEYS: dict[Any, tuple[str, ...]] = {
    Maker: ("slug",),
    Provider: ("key",),
    CanonicalModel: ("path",),
    Offering: ("provider__key", "provider_model_id"),
    Revision: ("offering_id", "valid_from"),
    MovedModel: ("path",),
    RememberedLink: ("provider", "provider_model_id"),
    RememberedJoin: ("maker", "slug"),
    RememberedName: ("maker", "slug"),
}


@dataclass(frozen=True, slots=True)
class RebuildState:
    """Primary keys by table and natural key, each offering's canonical id, and redirects."""

    ids: Mapping[Any, Mapping[Hashable, int]] = field(default_factory=dict)
    paths: Mapping[tuple[str, str], str] = field(default_factory=dict)
    moved: Mapping[str, tuple[str, date]] = field(default_factory=dict)

    def id_of(self, table: Any, *key: Hashable) -> int | None:
        """Return the row's former primary key; None for a new row."""
        return self.ids.get(table, {}).get(key)


NO_STATE = RebuildState()


def save_rebuild_state() -> RebuildState:
    """Read the state of the tables before a rebuild empties them."""
    paths = Offering.objects.values_list("provider__key", "provider_model_id", "model__path")
    return RebuildState(
        ids={table: _by_natural_key(table, names) for table, names in NATURAL_KEYS.items()},
        paths={(provider, model_id): path for provider, model_id, path in paths},
        moved={
            path: (target, day)
            for path, target, day in MovedModel.objects.values_list(
                "path", "model__path", "moved_on"
            )
        },
    )


def _by_natural_key(table: Any, names: tuple[str, ...]) -> dict[Hashable, int]:
    return {tuple(key): pk for pk, *key in table.objects.values_list("pk", *names)}


def clear_catalogue() -> None:
    """Empty every table that is derived from snapshots. Must run inside a transaction.

    Plain SQL, so that rows of other tables that refer to these stay: the same rows come back under
    the same keys, and the database checks that at commit. `delete_orphans` removes the others.
    """
    with connection.cursor() as cursor:
        for table in NATURAL_KEYS:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table._meta.db_table)}")  # noqa: S608


def delete_orphans() -> None:
    """Delete or detach, by their on_delete, rows that refer to rows that did not come back."""
    for table in NATURAL_KEYS:
        for relation in table._meta.related_objects:
            if relation.related_model in NATURAL_KEYS:
                continue
            name = relation.field.name
            referring = relation.related_model.objects.filter(**{f"{name}__isnull": False})
            orphans = referring.exclude(**{f"{name}__in": table.objects.values("pk")})
            if relation.on_delete is models.CASCADE:
                orphans.delete()
            elif relation.field.null:
                orphans.update(**{name: None})


def restore_moves(state: RebuildState, day: date) -> None:
    """Redirect canonical ids that the rebuild removed, and those that were redirected before."""
    present = dict(CanonicalModel.objects.values_list("path", "pk"))
    targets = _targets(state, present)
    moves = {path: (target, day) for path, target in targets.items()}
    for path, (target, moved_on) in {**state.moved, **moves}.items():
        # The target of an earlier move may have moved, too.
        model_id = present.get(targets.get(target, target))
        if path not in present and model_id:
            record_move(state, path, model_id, moved_on)


def _targets(state: RebuildState, present: Mapping[str, int]) -> dict[str, str]:
    """Return, for each canonical id that is gone, the one that most of its offerings have now."""
    targets: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rows = Offering.objects.values_list("provider__key", "provider_model_id", "model__path")
    for provider, model_id, path in rows:
        before = state.paths.get((provider, model_id), path)
        if before not in present:
            targets[before][path] += 1
    return {path: most_common(counted) for path, counted in targets.items()}


def most_common(counted: Counter[str]) -> str:
    """Return the most frequent path; of several, the first by alphabet."""
    return min(counted, key=lambda path: (-counted[path], path))


def record_move(state: RebuildState, path: str, model_id: int, day: date) -> None:
    """Redirect a former canonical id to a model, keeping the day of an earlier redirect."""
    MovedModel.objects.update_or_create(
        path=path,
        defaults={"model_id": model_id},
        create_defaults={
            "pk": state.id_of(MovedModel, path),
            "model_id": model_id,
            "moved_on": day,
        },
    )
