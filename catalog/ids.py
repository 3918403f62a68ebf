"""Primary keys by natural key, so that a rebuild gives every row the id that it had."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.models import CanonicalModel, Maker, Offering, Provider, Revision

NATURAL_KEYS: dict[Any, tuple[str, ...]] = {
    Maker: ("slug",),
    Provider: ("key",),
    CanonicalModel: ("path",),
    Offering: ("provider__key", "provider_model_id"),
    Revision: ("offering_id", "valid_from"),
}


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids of rows that are about to be made again; a row that never was gets a new one."""

    known: Mapping[Any, Mapping[Hashable, int]] = field(default_factory=dict)

    def of(self, table: Any, *key: Hashable) -> int | None:
        return self.known.get(table, {}).get(key)


NO_IDS = Ids()


def remember_ids() -> Ids:
    """Read the ids of all rows that a rebuild makes anew."""
    return Ids({table: _by_natural_key(table, names) for table, names in NATURAL_KEYS.items()})


def _by_natural_key(table: Any, names: tuple[str, ...]) -> dict[Hashable, int]:
    return {tuple(key): pk for pk, *key in table.objects.values_list("pk", *names)}
