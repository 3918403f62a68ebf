"""What a rebuild remembers of the tables that it makes anew.

Every row gets the primary key that it had, and every address that once answered still does.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, models

from catalog.models import CanonicalModel, Maker, MovedModel, Offering, Provider, Revision

NATURAL_KEYS: dict[Any, tuple[str, ...]] = {
    Maker: ("slug",),
    Provider: ("key",),
    CanonicalModel: ("path",),
    Offering: ("provider__key", "provider_model_id"),
    Revision: ("offering_id", "valid_from"),
    MovedModel: ("path",),
}


@dataclass(frozen=True, slots=True)
class RebuildState:
    """Ids by table and natural key; where each offering belonged; where addresses moved."""

    ids: Mapping[Any, Mapping[Hashable, int]] = field(default_factory=dict)
    paths: Mapping[tuple[str, str], str] = field(default_factory=dict)
    moved: Mapping[str, tuple[str, date]] = field(default_factory=dict)

    def id_of(self, table: Any, *key: Hashable) -> int | None:
        return self.ids.get(table, {}).get(key)


NOTHING = RebuildState()


def save_rebuild_state() -> RebuildState:
    """Read what a rebuild must know of the tables before it forgets them."""
    belongs = Offering.objects.values_list("provider__key", "provider_model_id", "model__path")
    return RebuildState(
        ids={table: _by_natural_key(table, names) for table, names in NATURAL_KEYS.items()},
        paths={(provider, model_id): path for provider, model_id, path in belongs},
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

    What points here from other tables stays, for the same rows come back under the same ids:
    the database checks that at the end of the transaction. `drop_orphans` sees to the rest.
    """
    with connection.cursor() as cursor:
        for table in NATURAL_KEYS:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table._meta.db_table)}")  # noqa: S608


def delete_orphans() -> None:
    """Let go, as their foreign keys say, of the rows that point at what did not come back."""
    for table in NATURAL_KEYS:
        for relation in table._meta.related_objects:
            if relation.related_model in NATURAL_KEYS:
                continue
            name = relation.field.name
            pointing = relation.related_model.objects.filter(**{f"{name}__isnull": False})
            orphans = pointing.exclude(**{f"{name}__in": table.objects.values("pk")})
            if relation.on_delete is models.CASCADE:
                orphans.delete()
            elif relation.field.null:
                orphans.update(**{name: None})


def restore_moves(memory: RebuildState, day: date) -> None:
    """Point the addresses that the rebuild took away, or had moved before, to where they lead."""
    now = dict(CanonicalModel.objects.values_list("path", "pk"))
    went = _where_they_went(memory, now)
    moves = {path: (target, day) for path, target in went.items()}
    for path, (target, moved_on) in {**memory.moved, **moves}.items():
        # An address may have moved to one that has moved since.
        model_id = now.get(went.get(target, target))
        if path not in now and model_id:
            record_move(memory, path, model_id, moved_on)


def _where_they_went(memory: RebuildState, now: Mapping[str, int]) -> dict[str, str]:
    """Return, for the canonical ids that are no more, where most of their offerings are."""
    went: defaultdict[str, Counter[str]] = defaultdict(Counter)
    belongs = Offering.objects.values_list("provider__key", "provider_model_id", "model__path")
    for provider, model_id, path in belongs:
        before = memory.paths.get((provider, model_id), path)
        if before not in now:
            went[before][path] += 1
    return {path: min(to, key=lambda p: (-to[p], p)) for path, to in went.items()}


def record_move(memory: RebuildState, path: str, model_id: int, day: date) -> None:
    """Let a former address lead to a model; one that led elsewhere is turned."""
    MovedModel.objects.update_or_create(
        path=path,
        defaults={"model_id": model_id},
        create_defaults={
            "pk": memory.id_of(MovedModel, path),
            "model_id": model_id,
            "moved_on": day,
        },
    )
