"""What the app does when it is ready."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command


@pytest.mark.django_db
def test_a_migration_grants_the_roles():
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert Group.objects.get(name="editor").permissions.filter(codename="add_scenario").exists()
