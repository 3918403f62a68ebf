"""What a rebuild remembers of the tables that it makes anew.

Every row gets the primary key that it had, and every address that once answered still does.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

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
class Memory:
    """Ids by table and natural key; where each offering belonged; where addresses moved."""

    ids: Mapping[Any, Mapping[Hashable, int]] = field(default_factory=dict)
    paths: Mapping[tuple[str, str], str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)

    def id_of(self, table: Any, *key: Hashable) -> int | None:
        return self.ids.get(table, {}).get(key)


NOTHING = Memory()


def remember_catalogue() -> Memory:
    """Read what a rebuild must know of the tables before it forgets them."""
    belongs = Offering.objects.values_list("provider__key", "provider_model_id", "model__path")
    return Memory(
        ids={table: _by_natural_key(table, names) for table, names in NATURAL_KEYS.items()},
        paths={(provider, model_id): path for provider, model_id, path in belongs},
        moved=dict(MovedModel.objects.values_list("path", "model__path")),
    )


def _by_natural_key(table: Any, names: tuple[str, ...]) -> dict[Hashable, int]:
    return {tuple(key): pk for pk, *key in table.objects.values_list("pk", *names)}


def forget_catalogue() -> None:
    """Empty every table that is derived from snapshots. Must run inside a transaction."""
    CanonicalModel.objects.update(representative=None, recommended=None)
    for table in (Revision, MovedModel, Offering, CanonicalModel, Provider, Maker):
        table.objects.all().delete()


def restore_moves(memory: Memory, day: date) -> None:
    """Point the addresses that the rebuild took away, or had moved before, to where they lead."""
    now = Offering.objects.values_list("provider__key", "provider_model_id", "model__path")
    models = dict(CanonicalModel.objects.values_list("path", "pk"))
    went: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for provider, model_id, path in now:
        before = memory.paths.get((provider, model_id), path)
        if before not in models:
            went[before][path] += 1
    moved = {path: max(sorted(to), key=to.__getitem__) for path, to in went.items()}
    for path, target in (dict(memory.moved) | moved).items():
        # An address may have moved to one that has moved since.
        leads_to = models.get(moved.get(target, target))
        if path not in models and leads_to:
            record_move(memory, path, leads_to, day)


def record_move(memory: Memory, path: str, model_id: int, day: date) -> None:
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
