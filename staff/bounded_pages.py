"""Pages of the admin refuse keys and conditions that the database cannot take, instead of failing.

Django's lists take any lookup of a column from the URL and check only some values: two numbers for
`__range`, or a key past 64 bits, would end as an error of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import BinaryField, Model
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest

LARGEST_KEY = 2**63 - 1
UNCHECKED = ("in", "range")  # Django leaves their values as they are sent

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
    Choice = ModelMultipleChoiceField[Any]
else:
    Base = object
    Choice = ModelMultipleChoiceField


class BoundedChoice(Choice):
    """A choice of several rows, none of which has a key past 64 bits."""

    def clean(self, value: Any) -> Any:
        """Return the rows. Raises ValidationError for a key that no row can have."""
        for key in filter(is_too_large, value or ()):
            choice = {"value": key[:20]}
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, code="invalid_choice", params=choice)
        return super().clean(value)


class BoundedPages(Base):
    """A mixin of admins: what it does not allow is answered with 400."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        column, *rest = lookup.split("__")
        if rest and rest[-1] in UNCHECKED:
            return False
        # PostgreSQL has no text with NUL.
        if is_binary(self.model, column) or is_too_large(value) or "\0" in value:
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Return the row, or None: no row has a key past 64 bits."""
        if is_too_large(object_id):
            return None
        return super().get_object(request, object_id, from_field)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("form_class", BoundedChoice)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def is_binary(table: type[Model], column: str) -> bool:
    try:
        return isinstance(table._meta.get_field(column), BinaryField)
    except FieldDoesNotExist:
        return False


def is_too_large(value: str) -> bool:
    """Say whether it is a number that no key can be."""
    try:
        return abs(int(value)) > LARGEST_KEY
    except ValueError:  # no number, or one with more digits than Python reads
        return False
