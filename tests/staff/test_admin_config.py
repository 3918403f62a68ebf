"""The admin's app configuration."""

from django.apps import apps

from staff.admin_config import LedgerAdminConfig


def test_the_admin_is_ours():
    assert isinstance(apps.get_app_config("admin"), LedgerAdminConfig)
