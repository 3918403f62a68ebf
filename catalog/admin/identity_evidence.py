"""What payloads taught of identity, with its days."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import ReadOnlyAdmin
from catalog.models import RememberedJoin, RememberedLink, RememberedName

NAME = ("maker", "slug")
DAYS = ("first_day", "last_day")


@admin.register(RememberedLink)
class RememberedLinkAdmin(ReadOnlyAdmin[RememberedLink]):
    list_display = ("__str__", *NAME, *DAYS)
    list_filter = (("last_day", admin.EmptyFieldListFilter),)
    search_fields = ("provider", "provider_model_id", "linked_slug", "slug")
    ordering = ("provider", "provider_model_id")
    fields = (
        *("provider", "provider_model_id", *NAME, "linked_maker", "linked_slug", *DAYS),
        *("released", "context", "max_output"),
    )


@admin.register(RememberedJoin)
class RememberedJoinAdmin(ReadOnlyAdmin[RememberedJoin]):
    list_display = ("__str__", "step_text", *DAYS)
    list_filter = ("step", ("last_day", admin.EmptyFieldListFilter))
    search_fields = ("maker", "slug", "into_slug")
    ordering = NAME
    fields = (*NAME, "into_maker", "into_slug", "step_text", *DAYS)

    @admin.display(description=_("rule"), ordering="step")
    def step_text(self, join: RememberedJoin) -> str:
        return join.step_name


@admin.register(RememberedName)
class RememberedNameAdmin(ReadOnlyAdmin[RememberedName]):
    list_display = ("__str__", "first_day")
    search_fields = NAME
    ordering = NAME
    fields = (*NAME, "first_day")
