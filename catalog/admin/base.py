"""What the admins of our tables share, and values as their pages show them."""

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from catalog.versions import publish_same_data

Row = TypeVar("Row", bound=Model)

NOTHING = admin.AdminSite.empty_value_display

# django-stubs makes ModelAdmin generic for mypy; at run time it takes no type argument.
if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin
else:

    class ModelAdmin(admin.ModelAdmin, Generic[Row]):
        """Accepts a type argument and ignores it."""


class _NoFormAdmin(ModelAdmin[Row]):
    """Rows that the admin shows, and has no form for."""

    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False


class ReadOnlyAdmin(_NoFormAdmin[Row]):
    """Rows that nobody edits: the next pull or rebuild would overwrite the edit."""


class RecordedAdmin(_NoFormAdmin[Row]):
    """Rows that editors write on pages of their own, each change of which is audited.

    Not a `ReadOnlyAdmin`: that is for derived tables, which no editor has a say in.
    """


class PublishingAdmin(ModelAdmin[Row]):
    """Rows that pages show. Pages are cached by catalogue version: an edit publishes a new one."""

    def save_model(self, request: HttpRequest, obj: Row, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        publish_same_data(now=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Row) -> None:
        super().delete_model(request, obj)
        publish_same_data(now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Row]) -> None:
        super().delete_queryset(request, queryset)
        publish_same_data(now=timezone.now())


def usd(price: Decimal | None) -> str:
    """Return a price in USD with all its digits, without the column's trailing zeros."""
    if price is None:
        return NOTHING
    return f"{price.normalize():f}"


def as_text(stored: object) -> str:
    """Return a value of a JSON column as text; lists and objects as JSON."""
    if stored is None:
        return NOTHING
    if isinstance(stored, str):
        return stored
    return json.dumps(stored, ensure_ascii=False, sort_keys=True)
