"""What the app does when it is ready."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import translation
from django_otp.plugins.otp_totp.models import TOTPDevice


def test_second_factors_are_named_in_the_readers_language():
    with translation.override("zh-hant"):
        assert str(TOTPDevice._meta.verbose_name_plural) == "兩步驟驗證裝置"


@pytest.mark.django_db
def test_a_migration_grants_the_roles():
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert Group.objects.get(name="editor").permissions.filter(codename="add_scenario").exists()
