"""Django's admin with our site in place of its own."""

from django.contrib.admin.apps import AdminConfig


class LedgerAdminConfig(AdminConfig):
    default_site = "staff.site.LedgerAdminSite"
