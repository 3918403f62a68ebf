"""The app: connects the audit log, and grants the roles after each migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        from staff.audit import audit_edited_tables  # noqa: PLC0415 (models must be loaded first)
        from staff.roles import grant_roles  # noqa: PLC0415

        audit_edited_tables()
        # The last app: the permissions of all others exist by then.
        post_migrate.connect(grant_roles, sender=self)
