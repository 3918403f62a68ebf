"""Links and tables within the admin's pages, drawn by templates/admin/ledger/."""

from collections.abc import Iterable

from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext

from catalog.admin.base import NOTHING
from catalog.decisions import DecisionKind
from catalog.domain.corrections import Target


def link(row: Model | None, text: object = "") -> str:
    """Return a link to the row's own page in the admin."""
    if row is None:
        return NOTHING
    return link_to(reverse(admin_page(type(row), "change"), args=[row.pk]), text or row)


def link_to_list(table: type[Model], text: object, **filters: str | int) -> str:
    """Return a link to the list of the table's rows that pass these filters."""
    return link_to(f"{reverse(admin_page(table, 'changelist'))}?{urlencode(filters)}", text)


def correction_link(target: Target, key: str, provider: str = "") -> str:
    """Return a link to the page on which an editor corrects one row, field by field."""
    query = urlencode({"target": target.value, "provider": provider, "key": key})
    correct = link_to(f"{reverse('correct')}?{query}", gettext("Correct a value"))
    if target not in (Target.OFFER, Target.MODEL):
        return correct
    add = reverse("admin:catalog_announcement_add")
    announce = link_to(f"{add}?{query}", gettext("Record an announced fact"))
    return format_html("{} · {}", correct, announce)


def decision_link(kind: DecisionKind, key: str, provider: str = "") -> str:
    """Return a link to the page on which an editor says which model this is."""
    query = urlencode({"kind": kind.value, "provider": provider, "key": key})
    return link_to(f"{reverse('decide-identity')}?{query}", gettext("Decide identity"))


def link_to(url: str, text: object, *, download: bool = False) -> str:
    """Return a link; text that is not safe is escaped."""
    # As str, so that days stay ISO dates: a template would write them out in the reader's language.
    context = {"url": url, "text": str(text), "download": download}
    return render_to_string("admin/ledger/_link.html", context)


def admin_page(table: type[Model], page: str) -> str:
    return f"admin:{table._meta.app_label}_{table._meta.model_name}_{page}"


def table(headings: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """Return a table; every cell is escaped unless it is safe, None is an empty value."""
    cells = [[NOTHING if value is None else str(value) for value in row] for row in rows]
    if not cells:
        return NOTHING
    context = {"headings": list(headings), "rows": cells}
    return render_to_string("admin/ledger/_table.html", context)
