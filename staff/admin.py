"""The audit log, users, second factors and failed sign-ins in the admin."""

from typing import Any

from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.admin.base import NOTHING, ModelAdmin, ReadOnlyAdmin
from catalog.admin.elements import link_to
from catalog.display.translation import gettext_noop
from catalog.http import csv_response
from staff.audit_values import changed_lines, value_text
from staff.models import AuditEntry
from staff.roles import ACCOUNT_APPS

# Names that libraries leave in English; marked here, so that our catalogue translates them.
LIBRARY_TEXTS = (
    gettext_noop("access attempt"),
    gettext_noop("access attempts"),
    gettext_noop("Axes"),
    gettext_noop("IP Address"),
    gettext_noop("User Agent"),
    gettext_noop("Attempt Time"),
    gettext_noop("Failed Logins"),
)
MOST_LINES_IN_LIST = 3
CSV_HEAD = ("time", "user", "action", "table", "row", "object", "before", "after", "note")


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin[AuditEntry]):
    list_display = ("at", "actor", "action_name", "object_link", "values", "note")
    list_display_links = ("at",)
    list_filter = ("action", "table", "actor")
    date_hierarchy = "at"
    search_fields = ("actor", "label", "note")
    ordering = ("-id",)
    fields = (
        "at",
        "actor",
        "action_name",
        "table",
        "row",
        "object_link",
        *("before", "after"),
        "note",
    )
    change_list_template = "staff/audit_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        """Leave out accounts for those who may not see accounts."""
        entries = super().get_queryset(request)
        if request.user.has_perm("auth.view_user"):
            return entries
        for app in ACCOUNT_APPS:
            entries = entries.exclude(table__startswith=f"{app}.")
        return entries

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export)
        return [path("export/", view, name="staff_auditentry_export"), *super().get_urls()]

    def export(self, request: HttpRequest) -> HttpResponse:
        """Send what the list shows with these filters, all of it, as CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        entries = self.get_changelist_instance(request).get_queryset(request)
        rows = (
            (
                *(entry.at.isoformat(), entry.actor, entry.action, entry.table, entry.row),
                *(entry.label, value_text(entry.before), value_text(entry.after), entry.note),
            )
            for entry in entries.iterator()
        )
        return csv_response([CSV_HEAD, *rows], "audit-log.csv")

    @admin.display(description=_("action"), ordering="action")
    def action_name(self, entry: AuditEntry) -> str:
        return entry.get_action_display()

    @admin.display(description=_("object"), ordering="label")
    def object_link(self, entry: AuditEntry) -> str:
        if not entry.table or entry.action == AuditEntry.Action.DELETE:
            return entry.label or NOTHING
        name = f"admin:{entry.table.replace('.', '_')}_change"
        try:
            return link_to(reverse(name, args=[entry.row]), entry.label or entry.row)
        except NoReverseMatch:  # the table is no longer in the admin
            return entry.label

    @admin.display(description=_("values"))
    def values(self, entry: AuditEntry) -> str:
        lines = changed_lines(entry)
        more = ["…"] if len(lines) > MOST_LINES_IN_LIST else []
        return "\n".join([*lines[:MOST_LINES_IN_LIST], *more]) or NOTHING


admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """Accounts. Only a superuser makes superusers, changes one, or grants single permissions.

    Otherwise an operator could grant themselves everything.
    """

    list_display = ("username", "email", "is_active", "is_staff", "is_superuser", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = ["last_login", "date_joined"]
        if not request.user.is_superuser:
            fields += ["is_superuser", "user_permissions"]
        return fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer no deletion of many: it would not ask for each whether it is a superuser."""
        return {k: v for k, v in super().get_actions(request).items() if k != "delete_selected"}


def _may_touch(request: HttpRequest, account: Any) -> bool:
    return account is None or request.user.is_superuser or not account.is_superuser


class _RemovableAdmin(ModelAdmin[Any]):
    """Rows that people may look at and remove, but neither make nor change."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


admin.site.unregister(TOTPDevice)
# One-time codes are made by `manage.py addstatictoken`, for who lost the phone.
admin.site.unregister(StaticDevice)


@admin.register(TOTPDevice)
class SecondFactorAdmin(_RemovableAdmin):
    """Second factors, without their secrets: an operator removes that of a lost phone."""

    list_display = ("user", "name", "confirmed", "created_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    ordering = ("user__username", "id")
    fields = ("user", "name", "confirmed", "created_at", "last_used_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or _may_touch(request, obj.user))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {k: v for k, v in super().get_actions(request).items() if k != "delete_selected"}


@admin.register(AccessAttempt)
class FailedSignInAdmin(_RemovableAdmin):
    """Addresses that failed to sign in; to delete one lets it try again at once."""

    list_display = ("attempt_time", "ip_address", "username", "failures_since_start", "user_agent")
    search_fields = ("ip_address", "username")
    ordering = ("-attempt_time", "-id")
    fields = (
        "attempt_time",
        "ip_address",
        "username",
        "failures_since_start",
        "user_agent",
        "path_info",
    )
