"""What the admin's read-only pages are made of: the class, links across, small tables."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=Model)

NOTHING = admin.site.empty_value_display

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


class TwoWayFilter(admin.SimpleListFilter):
    """Tells the rows that meet a condition from those that do not, in words."""

    condition: ClassVar[Q]
    words: ClassVar[tuple[Any, Any]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(zip(("yes", "no"), self.words, strict=True))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(self.condition if self.value() == "yes" else ~self.condition)


class SoldFilter(TwoWayFilter):
    title, parameter_name = _("sold"), "sold"
    condition, words = Q(withdrawn_on=None), (_("today"), _("withdrawn"))


class PricedFilter(TwoWayFilter):
    title, parameter_name = _("published price"), "priced"
    condition, words = Q(blended_price__isnull=False), (_("published"), _("not published"))


class DoubtFilter(TwoWayFilter):
    title, parameter_name = _("doubt about the grouping"), "doubtful"
    condition, words = ~Q(doubt=""), (_("doubtful"), _("no doubt"))


class OpenFilter(TwoWayFilter):
    title, parameter_name = _("still said"), "open"
    condition, words = Q(valid_to=None), (_("to this day"), _("superseded"))


class AppliedFilter(TwoWayFilter):
    title, parameter_name = _("applied"), "applied"
    condition, words = Q(applied_at__isnull=False), (_("applied"), _("not applied yet"))


def link(row: Model | None, text: object = "") -> str:
    """Return a link to the row's own page in the admin."""
    if row is None:
        return NOTHING
    address = reverse(admin_page(type(row), "change"), args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, text or row)


def link_to_list(table: type[Model], text: object, **filters: str | int) -> SafeString:
    """Return a link to the list of the table's rows that pass these filters."""
    address = f"{reverse(admin_page(table, 'changelist'))}?{urlencode(filters)}"
    return format_html('<a href="{}">{}</a>', address, text)


def admin_page(table: type[Model], page: str) -> str:
    return f"admin:{table._meta.app_label}_{table._meta.model_name}_{page}"


def small_table(heads: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """Return an HTML table; every cell is escaped unless it is safe."""
    body = [format_html("<tr>{}</tr>", cells("<td>{}</td>", row)) for row in rows]
    if not body:
        return NOTHING
    return format_html(
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        cells('<th scope="col">{}</th>', heads),
        cells("{}", body),
    )


def cells(form: str, values: Iterable[object]) -> SafeString:
    return format_html_join("", form, ((NOTHING if value is None else value,) for value in values))


def usd(price: Decimal | None) -> str:
    """Return a price exactly, without the zeros that its column pads it with."""
    if price is None:
        return NOTHING
    return f"{price.normalize():f}"


def as_text(stored: object) -> str:
    """Return a value of a JSON column as a person reads it."""
    if stored is None:
        return NOTHING
    if isinstance(stored, str):
        return stored
    return json.dumps(stored, ensure_ascii=False, sort_keys=True)
