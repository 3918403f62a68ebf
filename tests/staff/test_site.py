"""The site: every table has the guard, and the admin's path can be moved."""

import pytest
from django.apps import apps
from django.contrib import admin

from staff.edit_conflicts import Guarded
from staff.site import LedgerAdminSite
from tests.services.site import manage


def test_it_is_the_default_site():
    assert isinstance(admin.site._wrapped or admin.site, LedgerAdminSite)


def test_every_table_is_guarded():
    for table in apps.get_models():
        if admin.site.is_registered(table):
            assert isinstance(admin.site.get_model_admin(table), Guarded), table


def test_no_list_is_edited_in_place():
    """Such a form would overwrite what another editor saved meanwhile, without a word."""
    for table in apps.get_models():
        if admin.site.is_registered(table):
            assert not admin.site.get_model_admin(table).list_editable, table


@pytest.mark.parametrize("path", ["back-office", "Desk_7"])
def test_the_path_of_the_admin_can_be_moved(path, tmp_path):
    script = (
        "from django.conf import settings; from django.shortcuts import resolve_url;"
        "from django.urls import reverse; print(reverse('admin:login'), reverse('start-pull'),"
        # Where a sign-in without `next` leads: not to a page that this path does not have.
        "resolve_url(settings.LOGIN_REDIRECT_URL))"
    )
    out = manage(
        *("shell", "-v0", "-c", script), ADMIN_PATH=path, DATABASE_URL=f"sqlite:///{tmp_path}/x"
    )
    assert out.split() == [f"/{path}/login/", f"/{path}/pull/", f"/{path}/"]
