"""Recording what people change: every save and delete in a request of someone who is signed in.

By rule, not by hand: every table that is edited or recorded is audited, whatever app it is of
(`edited_tables`). What writes no row of such a table, as a pull, is recorded by `record_action`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model, signals
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from catalog.admin.base import ReadOnlyAdmin
from staff.audit_values import Secret, Values, column_values
from staff.models import AuditEntry

GetResponse = Callable[[HttpRequest], HttpResponse]

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
HIDDEN = "…"
LONGEST_LABEL, LONGEST_NOTE = 500, 500

# The user of the request that is being answered; None for safe methods, tasks and commands.
_actor: ContextVar[Any] = ContextVar("actor", default=None)


def audited_requests(get_response: GetResponse) -> GetResponse:
    """Middleware: note who sends a request that may change something."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS:
            return get_response(request)
        with acting(request.user):
            return get_response(request)

    return middleware


@contextmanager
def acting(user: Any) -> Iterator[None]:
    """Record what is changed within as changed by this user, if it is not an anonymous one."""
    token = _actor.set(user)
    try:
        yield
    finally:
        _actor.reset(token)


def actor_name() -> str:
    """Return the name of who acts; "" where nobody does, or a visitor who is not signed in."""
    user = _actor.get()
    return str(user.get_username()) if user is not None and user.is_authenticated else ""


def record_action(user: Any, what: str, row: Model | None = None, **after: Any) -> None:
    """Record something that was started, not saved; `what` says it in English."""
    _create(AuditEntry.Action.RUN, str(user.get_username()), row, after=after, note=what)


def edited_tables() -> list[type[Model]]:
    """Return the tables that can be edited in the admin."""
    site = admin.site
    registered = (table for table in apps.get_models() if site.is_registered(table))
    return [table for table in registered if not is_derived(table)]


def is_derived(table: type[Model]) -> bool:
    """Tell whether no editor has a say in a table."""
    return isinstance(admin.site.get_model_admin(table), ReadOnlyAdmin)


def audit_edited_tables() -> None:
    """Connect the signals: to these tables only, since a listener slows bulk deletes."""
    for table in edited_tables():
        uid = f"audit {table._meta.label}"
        signals.pre_save.connect(_before_save, sender=table, dispatch_uid=uid)
        signals.post_save.connect(_after_save, sender=table, dispatch_uid=uid)
        signals.pre_delete.connect(_before_delete, sender=table, dispatch_uid=uid)
        for relation in table._meta.many_to_many:
            through = getattr(table, relation.name).through
            signals.m2m_changed.connect(
                _relation_changed, sender=through, dispatch_uid=f"{uid}.{relation.name}"
            )


def _before_save(sender: type[Model], instance: Any, raw: bool, **_rest: Any) -> None:
    if raw or not actor_name():
        return
    stored = _stored(instance)
    instance.audited_before = column_values(stored) if stored else None


def _stored(row: Any) -> Any:
    """Return the row as the database has it; None if it has none."""
    return row._meta.base_manager.filter(pk=row.pk).first() if row.pk else None


def _after_save(sender: type[Model], instance: Any, raw: bool, created: bool, **_rest: Any) -> None:
    name = actor_name()
    if raw or not name:
        return
    before = getattr(instance, "audited_before", None) or {}
    # As stored: an instance may hold "1" where the column holds 1.
    after = column_values(_stored(instance))
    if created:
        _create(AuditEntry.Action.ADD, name, instance, after=after)
    elif changed := [field for field in after if before.get(field) != after[field]]:
        _create(
            AuditEntry.Action.CHANGE,
            name,
            instance,
            before={field: before.get(field) for field in changed},
            after={field: after[field] for field in changed},
        )


def _before_delete(sender: type[Model], instance: Model, **_rest: Any) -> None:
    if name := actor_name():
        _create(AuditEntry.Action.DELETE, name, instance, before=column_values(instance))


def _relation_changed(
    sender: type[Model], instance: Any, action: str, reverse: bool, **_rest: Any
) -> None:
    name = actor_name()
    if reverse or not name:
        return
    relation = _relation_of(instance, sender)
    now = sorted(str(row) for row in getattr(instance, relation).all())
    if action.startswith("pre_"):
        instance.audited_relation = now
    elif (before := getattr(instance, "audited_relation", [])) != now:
        _create(
            AuditEntry.Action.CHANGE,
            name,
            instance,
            before={relation: before},
            after={relation: now},
        )


def _relation_of(instance: Model, through: type[Model]) -> str:
    relations = type(instance)._meta.many_to_many
    return next(r.name for r in relations if getattr(type(instance), r.name).through is through)


def _shown(values: Values) -> Values:
    return {name: HIDDEN if isinstance(v, Secret) else v for name, v in values.items()}


def _create(
    action: AuditEntry.Action,
    name: str,
    row: Model | None,
    *,
    before: Values | None = None,
    after: Values | None = None,
    note: str = "",
) -> None:
    AuditEntry.objects.create(
        at=timezone.now(),
        actor=name,
        action=action,
        table=row._meta.label_lower if row else "",
        row=str(row.pk) if row else "",
        label=str(row)[:LONGEST_LABEL] if row else "",
        before=_shown(before or {}),
        after=_shown(after or {}),
        note=note[:LONGEST_NOTE],
    )
