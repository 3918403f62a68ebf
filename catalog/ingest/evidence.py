"""Read and write what earlier payloads taught of identity; see `catalog.identity.memory`.

The names that offers held are in their own rows. A pull writes only what is new or has ended.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from catalog.identity.memory import Held, Join, Link, Memory
from catalog.identity.upstream_ids import UpstreamModel
from catalog.ingest.bulk import insert, overwrite, set_fields
from catalog.ingest.rebuild_state import NATURAL_KEYS, RebuildState
from catalog.models import RememberedJoin, RememberedLink, RememberedName

Key = tuple[str, str]  # provider and its model id, or maker and slug
Fields = dict[str, Any]

LONGEST = 300  # characters of a column; longer text is hostile, and is not remembered


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """The rows of the three tables by their natural keys."""

    links: Mapping[Key, RememberedLink]
    joins: Mapping[Key, RememberedJoin]
    names: Mapping[Key, RememberedName]

    @classmethod
    def load(cls) -> Self:
        return cls(_by_key(RememberedLink), _by_key(RememberedJoin), _by_key(RememberedName))

    def memory(self, held: Mapping[Key, Held]) -> Memory:
        """Return the rows as a value; `held` are the names that offers had on their last day."""
        return Memory(
            {key: _link(row) for key, row in self.links.items()},
            {key: _join(row) for key, row in self.joins.items()},
            held,
            frozenset(self.names),
        )


NO_EVIDENCE = StoredEvidence({}, {}, {})


def save_evidence(
    stored: StoredEvidence,
    memory: Memory,
    *,
    day: date,
    last_seen: date,
    rebuild_state: RebuildState,
) -> None:
    """Write the memory as it is after the payload of `day`.

    What that payload no longer shows was last there on `last_seen`.
    """
    days = _Days(day, last_seen)
    links = {key: _link_fields(link) | days.of(link) for key, link in memory.links.items()}
    joins = {name: _join_fields(join) | days.of(join) for name, join in memory.joins.items()}
    _save(RememberedLink, stored.links, links, rebuild_state)
    _save(RememberedJoin, stored.joins, joins, rebuild_state)
    new = {name: {"first_day": day} for name in memory.sold - stored.names.keys()}
    _save(RememberedName, stored.names, new, rebuild_state)


def _by_key(table: Any) -> dict[Key, Any]:
    one, other = NATURAL_KEYS[table]
    return {(getattr(row, one), getattr(row, other)): row for row in table.objects.order_by("pk")}


def _link(row: RememberedLink) -> Link:
    return Link(
        (row.maker, row.slug),
        UpstreamModel(row.linked_maker, row.linked_slug),
        *_iso_days(row),
        row.released,
        (row.context, row.max_output),
    )


def _join(row: RememberedJoin) -> Join:
    return Join((row.into_maker, row.into_slug), row.step, *_iso_days(row))


def _iso_days(row: RememberedLink | RememberedJoin) -> tuple[str, str]:
    return row.first_day.isoformat(), row.last_day.isoformat() if row.last_day else ""


def _link_fields(link: Link) -> Fields:
    maker, slug = link.name
    context, max_output = link.limits
    return {
        "maker": maker,
        "slug": slug,
        "linked_maker": link.model.maker,
        "linked_slug": link.model.slug,
        "released": link.released,
        "context": context,
        "max_output": max_output,
    }


def _join_fields(join: Join) -> Fields:
    maker, slug = join.into
    return {"into_maker": maker, "into_slug": slug, "step": join.step}


@dataclass(frozen=True, slots=True)
class _Days:
    day: date
    last_seen: date

    def of(self, evidence: Link | Join) -> Fields:
        """Return first and last day as columns; a last day is stored once, when it has passed."""
        first = date.fromisoformat(evidence.first_day)
        if evidence.last_day == self.day.isoformat():
            return {"first_day": first, "last_day": None}
        ended = date.fromisoformat(evidence.last_day) if evidence.last_day else self.last_seen
        return {"first_day": first, "last_day": ended}


def _save(
    table: Any, stored: Mapping[Key, Any], wanted: Mapping[Key, Fields], rebuild_state: RebuildState
) -> None:
    one, other = NATURAL_KEYS[table]
    new, changed = [], []
    for key, values in sorted(wanted.items()):
        if not _fits((*key, *values.values())):
            continue
        if key not in stored:
            pk = rebuild_state.id_of(table, *key)
            new.append(table(**{"pk": pk, one: key[0], other: key[1]} | values))
        elif set_fields(stored[key], values):
            changed.append(stored[key])
    insert(table, new)
    overwrite(table, changed)


def _fits(values: Iterable[object]) -> bool:
    return all(len(value) <= LONGEST for value in values if isinstance(value, str))
