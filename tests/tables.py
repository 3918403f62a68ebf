"""The derived tables as values that two databases can share: natural keys in place of numbers."""

from typing import Any

from django.apps import apps

from catalog.ingest.rebuild_state import NATURAL_KEYS
from catalog.models import CatalogueVersion, Run, Snapshot
from changelog.models import ChangeEntry

# The logs of runs, versions and published changes, and the snapshots that all else is derived from.
NOT_DERIVED = {CatalogueVersion, ChangeEntry, Run, Snapshot}


def derived_tables() -> dict[str, list[str]]:
    """Return the rows of every derived table, sorted."""
    names = {table: natural_keys(table, key) for table, key in NATURAL_KEYS.items()}
    return {
        table.__name__: sorted(repr(row(table, values, names)) for values in table.objects.values())
        for app in ("catalog", "scoring", "changelog")
        for table in apps.get_app_config(app).get_models()
        if table not in NOT_DERIVED
    }


def natural_keys(table: Any, key: tuple[str, ...]) -> dict[int, Any]:
    return {pk: tuple(values) for pk, *values in table.objects.values_list("pk", *key)}


def row(table: Any, values: dict[str, Any], names: dict[Any, dict[int, Any]]) -> list[Any]:
    """Return a row's values without its number, and with the keys of the rows it refers to."""
    shown = []
    for field in table._meta.concrete_fields:
        value = values[field.attname]
        if field.related_model in names and value is not None:
            value = names[field.related_model][value]
        if not field.primary_key:
            shown.append((field.name, value))
    return shown


def snapshots() -> list[tuple[Any, ...]]:
    """Return what is on record of each day, except when it was stored and applied."""
    fields = ("day", "sha256", "source", "confirmed_on", "set_aside_at", "in_reserve")
    return list(Snapshot.objects.in_order().values_list(*fields))
