"""What the admin's read-only pages are made of: the class, links across, small tables."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=Model)

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin
else:

    class ModelAdmin(admin.ModelAdmin, Generic[Row]):
        """Django's own, which takes no type argument when it runs."""


class ReadOnlyAdmin(ModelAdmin[Row]):
    """Rows to look at: the next pull or rebuild would undo what a person changed in them."""

    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False


class SoldFilter(admin.SimpleListFilter):
    """Tells what is sold today from what was withdrawn."""

    title = _("sold")
    parameter_name = "sold"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("today")), ("no", _("withdrawn"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(withdrawn_on__isnull=self.value() == "yes")


def link(row: Model | None, text: object = "") -> SafeString | None:
    """Return a link to the row's own page in the admin."""
    if row is None:
        return None
    address = reverse(admin_page(type(row), "change"), args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, text or row)


def link_to_list(table: type[Model], text: object, **filters: str | int) -> SafeString:
    """Return a link to the list of the table's rows that pass these filters."""
    address = f"{reverse(admin_page(table, 'changelist'))}?{urlencode(filters)}"
    return format_html('<a href="{}">{}</a>', address, text)


def admin_page(table: type[Model], page: str) -> str:
    return f"admin:{table._meta.app_label}_{table._meta.model_name}_{page}"


def small_table(heads: Iterable[object], rows: Iterable[Iterable[object]]) -> SafeString | None:
    """Return an HTML table; every cell is escaped unless it is safe. None if there are no rows."""
    body = [format_html("<tr>{}</tr>", cells("<td>{}</td>", row)) for row in rows]
    if not body:
        return None
    return format_html(
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        cells('<th scope="col">{}</th>', heads),
        cells("{}", body),
    )


def cells(form: str, values: Iterable[object]) -> SafeString:
    return format_html_join("", form, (("" if value is None else value,) for value in values))


def usd(price: Decimal | str | None) -> str | None:
    """Return a price exactly, without the zeros that its column pads it with."""
    if price is None:
        return None
    return f"{Decimal(price).normalize():f}"


def as_text(stored: object) -> str:
    """Return a value of a JSON column as a person reads it."""
    if isinstance(stored, str):
        return stored
    return json.dumps(stored, ensure_ascii=False, sort_keys=True)
