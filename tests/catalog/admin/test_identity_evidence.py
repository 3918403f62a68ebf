"""The admin's pages of what payloads taught of identity."""

import pytest
from django.urls import reverse

from catalog.models import RememberedJoin, RememberedLink
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def test_a_link_is_found_by_its_id_and_shows_its_days(admin_client):
    link = {"maker": "m", "slug": "orbit-9", "linked_maker": "m", "linked_slug": "orbit-nine"}
    for key, last_day in (("a", None), ("b", DAY)):
        RememberedLink.objects.create(
            provider=key, provider_model_id=f"{key}/orbit", first_day=DAY, last_day=last_day, **link
        )
    url = reverse("admin:catalog_rememberedlink_changelist")
    found = admin_client.get(url, {"q": "b/orbit"}).context["cl"].result_list
    assert [str(row) for row in found] == ["b b/orbit → m/orbit-nine"]
    ended = admin_client.get(url, {"last_day__isempty": "0"}).context["cl"].result_list
    assert [row.provider for row in ended] == ["b"]


def test_a_join_names_its_rule(admin_client):
    RememberedJoin.objects.create(
        maker="m", slug="orbit-9-128k", into_maker="m", into_slug="orbit-9",
        step="context-tail", first_day=DAY,
    )  # fmt: skip
    html = admin_client.get(reverse("admin:catalog_rememberedjoin_changelist")).content.decode()
    assert "Context window suffix (single size)" in html
