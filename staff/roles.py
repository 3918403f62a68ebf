"""Who may do what in the admin: one table of rules, granted to two groups after each migration.

By rule, not by hand: a new table is of one of the four kinds as soon as its admin exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Model

from staff.audit import is_derived


class Kind(StrEnum):
    """What a table of the admin holds."""

    DERIVED = "derived"  # read-only: recalculated from the snapshots, or written by a pull
    CONTENT = "content"  # what editors decide and write
    ACCOUNTS = "accounts"  # users, second factors and failed sign-ins
    GROUPS = "groups"  # who may change them could grant themselves anything


@dataclass(frozen=True, slots=True)
class Rule:
    """What one role may do with tables of one kind."""

    role: str
    kind: Kind
    actions: tuple[str, ...]


EDITOR, OPERATOR = "editor", "operator"
ROLES = (EDITOR, OPERATOR)
VIEW = ("view",)
EDIT = ("view", "add", "change", "delete")
RULES = (
    Rule(EDITOR, Kind.DERIVED, VIEW),
    Rule(EDITOR, Kind.CONTENT, EDIT),
    Rule(OPERATOR, Kind.DERIVED, VIEW),
    Rule(OPERATOR, Kind.CONTENT, VIEW),
    Rule(OPERATOR, Kind.ACCOUNTS, EDIT),
    Rule(OPERATOR, Kind.GROUPS, VIEW),
)
# Beside the tables: to start pulls and rebuilds, to accept and to reject what they brought.
PULLS = "catalog.add_run"
EXTRA = {OPERATOR: (PULLS,)}

ACCOUNT_APPS = ("auth", "axes", "otp_totp", "otp_static")


def kind_of(table: type[Model]) -> Kind:
    """Return the kind of a table that is registered in the admin."""
    if table is Group:
        return Kind.GROUPS
    if table._meta.app_label in ACCOUNT_APPS:
        return Kind.ACCOUNTS
    return Kind.DERIVED if is_derived(table) else Kind.CONTENT


def permissions_of(role: str) -> Iterator[tuple[str, str]]:
    """Yield the permissions of a role as (app label, code name)."""
    actions = {rule.kind: rule.actions for rule in RULES if rule.role == role}
    for table in apps.get_models():
        if admin.site.is_registered(table):
            for action in actions.get(kind_of(table), ()):
                if action in table._meta.default_permissions:
                    yield table._meta.app_label, f"{action}_{table._meta.model_name}"
    for name in EXTRA.get(role, ()):
        app, _dot, code_name = name.partition(".")
        yield app, code_name


def grant_roles(using: str = "default", **_rest: Any) -> None:
    """Make the groups, and give each exactly the permissions of its rules."""
    # Signals of other apps made theirs; `staff` is the last, and its own may come after this one.
    create_permissions(apps.get_app_config("staff"), verbosity=0, using=using)
    stored = Permission.objects.using(using).values_list(
        "content_type__app_label", "codename", "pk"
    )
    keys = {(app, code_name): pk for app, code_name, pk in stored}
    for role in ROLES:
        group, _created = Group.objects.using(using).get_or_create(name=role)
        group.permissions.set([keys[name] for name in permissions_of(role) if name in keys])
