"""Conditions in the URL of an admin's list: those that the database cannot take are refused."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from catalog.models import Offering, Snapshot
from staff.bounded_pages import LARGEST_KEY, is_too_large

pytestmark = pytest.mark.django_db

TAKEN, REFUSED = 200, 400


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("model__id__exact", "1", TAKEN),
        ("model", str(LARGEST_KEY), TAKEN),
        ("model", str(LARGEST_KEY + 1), REFUSED),
        ("id__gte", f"-{LARGEST_KEY + 2}", REFUSED),
        ("id__in", "1,2", REFUSED),
        ("name__range", "a,b", REFUSED),
        ("name", "\0", REFUSED),
    ],
)
def test_the_list_of_offers(name, value, status, admin_client):
    address = reverse("admin:catalog_offering_changelist")
    assert admin_client.get(address, {name: value}, follow=True).status_code == status


def test_a_payload_is_no_condition(admin_client):
    address = reverse("admin:catalog_snapshot_changelist")
    assert admin_client.get(address, {"payload": "a"}).status_code == REFUSED


@pytest.mark.parametrize("value", ["", "a", "1.5", "9" * 5000])
def test_no_number_is_too_large_unless_it_is_one(value):
    """A longer number than Python reads is left to Django, which reads it no more than Python."""
    assert not is_too_large(value)


def test_every_filter_that_a_list_offers_is_still_taken(admin_client):
    for table in (Offering, Snapshot):
        shown = admin.site.get_model_admin(table)
        for name in shown.list_filter:
            assert shown.lookup_allowed(f"{name}__exact", "1", None), name


@pytest.mark.parametrize("sent", ["a", str(LARGEST_KEY), "9" * 400])
def test_a_choice_of_rows_names_what_is_none(sent, admin_client):
    address = reverse("admin:auth_group_add")
    response = admin_client.post(address, {"name": "Guests", "permissions": sent})
    (said,) = response.context["adminform"].form.errors["permissions"]
    assert sent[:20] in said
    assert len(said) < 100


def test_a_choice_of_rows_is_stored(admin_client):
    may = Permission.objects.get(codename="view_offering")
    form = {"name": "Guests", "permissions": str(may.pk)}
    admin_client.post(reverse("admin:auth_group_add"), form)
    assert [may] == list(Group.objects.get(name="Guests").permissions.all())
