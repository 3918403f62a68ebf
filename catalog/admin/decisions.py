"""What editors decided of identity. Decided and undone on pages of their own: `config.identity`."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import NOTHING, RecordedAdmin
from catalog.admin.elements import link_to
from catalog.admin.filters import OpenDecisionFilter
from catalog.decisions import IdentityDecision


@admin.register(IdentityDecision)
class IdentityDecisionAdmin(RecordedAdmin[IdentityDecision]):
    list_display = ("__str__", "kind", "first_day", "recorded_at", "recorded_by", "undone_on")
    list_filter = (OpenDecisionFilter, "kind")
    list_select_related = ("recorded_by",)
    search_fields = ("provider", "key", "target", "reason")
    ordering = ("-id",)
    change_list_template = "admin/catalog/identitydecision/change_list.html"
    fields = (
        *("kind", "provider", "key", "target", "reason", "first_day", "recorded_at"),
        *("recorded_by", "undone_on", "undone_at", "undone_by", "undo_link"),
    )

    @admin.display(description=_("undo"))
    def undo_link(self, decision: IdentityDecision) -> str:
        if decision.undone_at:
            return NOTHING
        return link_to(reverse("undo-identity", args=[decision.pk]), _("Preview and undo"))
