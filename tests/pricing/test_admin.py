"""Edits of scenarios show on cached pages at once."""

import pytest

from pricing.models import Scenario
from tests.factories import make_model, make_version

pytestmark = pytest.mark.django_db
PAGE = "/models/meta/llama-3-2-1b-instruct/"


@pytest.fixture
def scenario() -> Scenario:
    make_version()
    make_model(input_price="1", output_price="2")
    return Scenario.objects.in_order()[0]


def test_shows_a_changed_scenario_on_the_next_page(client, admin_client, scenario):
    assert client.get(PAGE).status_code == 200  # and cached
    fields = {f.name: getattr(scenario, f.name) for f in Scenario._meta.fields}
    response = admin_client.post(
        f"/admin/pricing/scenario/{scenario.pk}/change/", fields | {"name_en": "Night watch"}
    )
    assert response.status_code == 302
    assert b"Night watch" in client.get(PAGE).content


def test_removes_a_deleted_scenario_from_the_next_page(client, admin_client, scenario):
    assert scenario.name in client.get(PAGE).content.decode()
    admin_client.post(f"/admin/pricing/scenario/{scenario.pk}/delete/", {"post": "yes"})
    assert scenario.name not in client.get(PAGE).content.decode()


def test_the_form_shows_the_shipped_texts_in_both_languages(admin_client, scenario):
    page = admin_client.get(f"/admin/pricing/scenario/{scenario.pk}/change/").content.decode()
    assert "RAG answer" in page
    assert "次 RAG 問答" in page
    emptied = {f.name: getattr(scenario, f.name) for f in Scenario._meta.fields}
    response = admin_client.post(f"/admin/pricing/scenario/{scenario.pk}/change/", emptied)
    assert response.status_code == 302  # all texts are empty: the shipped ones stay
    assert admin_client.get("/admin/pricing/scenario/add/").status_code == 200
