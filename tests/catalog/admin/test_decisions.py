"""Decisions in the admin: read here, undone on a page of their own."""

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.decisions import IdentityDecision
from tests.factories import DAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("undone", [False, True])
def test_an_open_decision_links_to_its_undoing(admin_client, undone):
    ended = {"undone_at": timezone.now(), "undone_on": DAY} if undone else {}
    decision = IdentityDecision.objects.create(
        kind="model", key="a/b", target="a/c", first_day=DAY, recorded_at=timezone.now(), **ended
    )
    page = reverse("admin:catalog_identitydecision_change", args=[decision.pk])
    html = admin_client.get(page).content.decode()
    assert (reverse("undo-identity", args=[decision.pk]) in html) is not undone


def test_the_list_leads_to_the_queue(admin_client):
    html = admin_client.get("/admin/catalog/identitydecision/").content.decode()
    assert reverse("identity-queue") in html
    assert reverse("decide-identity") in html
