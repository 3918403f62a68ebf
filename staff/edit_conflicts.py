"""Two editors on one object: the second is told what the first changed, before it is saved."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from staff.audit_values import changed_lines, column_values
from staff.models import AuditEntry

VERSION = "edited_version"  # the name of the hidden field
MOST_ENTRIES = 100  # on the page of an object's history

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object


def fingerprint(row: Model) -> str:
    """Return a digest of a row's columns and relations: it changes when someone saves another."""
    relations = {
        relation.name: sorted(getattr(row, relation.name).values_list("pk", flat=True))
        for relation in row._meta.many_to_many
    }
    values = json.dumps([column_values(row), relations], sort_keys=True, default=str)
    return hashlib.sha256(values.encode()).hexdigest()[:20]


class ConflictCheck:
    """A mixin of model forms: refuses once if the row is no longer as the form showed it.

    The page then shows what was changed, and saving again overwrites it knowingly.
    """

    if TYPE_CHECKING:
        data: Any
        instance: Any

    version = ""

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        sent = self.data.get(VERSION)
        # Locked until the change is saved: of two requests at once, one waits here.
        rows = self.instance._meta.base_manager.all()
        if connection.features.has_select_for_update:
            rows = rows.select_for_update()
        stored = rows.filter(pk=self.instance.pk).first()
        self.version = fingerprint(stored) if stored else ""
        if sent and sent != self.version:
            raise ValidationError(conflict_texts(self.instance))
        return cleaned


def conflict_texts(row: Model) -> list[str]:
    """Say who saved the row meanwhile, and what."""
    entry = AuditEntry.objects.about(row).first()
    told = _(
        "Not saved: this was changed after you opened it. Check the values below, then save again "
        "to overwrite that change, or reload the page to discard yours."
    )
    if entry is None:
        return [told]
    who = _("{user}, {time}").format(
        user=entry.actor, time=date_format(entry.at, "SHORT_DATETIME_FORMAT")
    )
    return [told, who, *changed_lines(entry)]


class Guarded(Base):
    """A mixin of every admin class: the check above, and a history with values."""

    object_history_template = "staff/object_history.html"

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> type[forms.ModelForm[Any]]:
        form = super().get_form(request, obj, change=change, **options)
        if obj is None:
            return form
        return type(form.__name__, (ConflictCheck, form), {})

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> HttpResponse:
        """Add what the form was made of, as `version`."""
        obj = context.get("original")
        if obj is not None and self.has_change_permission(request, obj):
            # A form with errors has changed the object; it read the stored one.
            form = context["adminform"].form
            context["edited_version"] = getattr(form, "version", "") or fingerprint(obj)
        return super().render_change_form(request, context, *args, **options)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        entries = AuditEntry.objects.filter(
            table=self.opts.label_lower, row=unquote(object_id)
        ).order_by("-id")[:MOST_ENTRIES]
        shown = [(entry, changed_lines(entry)) for entry in entries]
        return super().history_view(request, object_id, {"entries": shown, **(extra_context or {})})
