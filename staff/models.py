"""The audit log: who changed what in the admin, with the values before and after."""

from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, row: models.Model) -> Self:
        """Select what was done to one row, the newest first."""
        return self.filter(table=row._meta.label_lower, row=str(row.pk)).order_by("-id")


class AuditEntry(models.Model):
    """One change by one person. The database refuses to alter or delete it: see `append_only`.

    Names and keys as text, without a foreign key: entries outlive the rows that they are about.
    """

    class Action(models.TextChoices):
        ADD = "add", pgettext_lazy("audit log", "added")
        CHANGE = "change", pgettext_lazy("audit log", "changed")
        DELETE = "delete", pgettext_lazy("audit log", "deleted")
        RUN = "run", pgettext_lazy("audit log", "started")

    at = models.DateTimeField(_("time"))
    actor = models.CharField(_("user"), max_length=150)
    action = models.CharField(_("action"), max_length=10, choices=Action)
    # As `app.model`, and the primary key; both empty for what is about no row.
    table = models.CharField(_("table"), max_length=200, blank=True)
    row = models.CharField(_("row"), max_length=100, blank=True)
    label = models.CharField(_("object"), max_length=500, blank=True)
    # Only the fields that differ.
    before = models.JSONField(_("before"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), default=dict, encoder=DjangoJSONEncoder)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit log entry")
        verbose_name_plural = _("audit log")
        default_permissions = ("view",)
        indexes = (models.Index(fields=("table", "row"), name="audit_entries_of_a_row"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.action} {self.label}"
