"""The app: connects the audit log, and grants the roles after each migration."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

# As the admin heads its lists of tables; those without a name of their own show their label.
APP_NAMES = {
    "catalog": _("Catalog"),
    "changelog": _("Changelog"),
    "pricing": _("Pricing"),
    "scoring": _("Fit scores"),
    "axes": _("Failed sign-ins"),
    "otp_totp": _("Two-factor authentication"),
}


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        from staff.audit import audit_edited_tables  # noqa: PLC0415 (models must be loaded first)
        from staff.roles import grant_roles  # noqa: PLC0415

        audit_edited_tables()
        for label, name in APP_NAMES.items():
            apps.get_app_config(label).verbose_name = name
        # The library names its table in English, not by a message.
        table = apps.get_model("otp_totp", "TOTPDevice")._meta
        table.verbose_name, table.verbose_name_plural = _("TOTP device"), _("TOTP devices")
        # The last app: the permissions of all others exist by then.
        post_migrate.connect(grant_roles, sender=self)
