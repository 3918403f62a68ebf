"""`fields` of every list: what is left of its items."""

import pytest

from api.guide import document
from api.routes import router
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db
# Each list with what it needs to have an item, and one of its fields.
LISTS = {
    "offers": ({}, "prices"),
    "models": ({}, "path"),
    "models/openai/gpt-5/history": ({}, "provider_model_id"),
    "facets": ({}, "name"),
    "providers": ({}, "offers"),
    "makers": ({}, "slug"),
    "capabilities": ({}, "models"),
    "changes": ({}, "serial"),
    "lifecycle": ({}, "model"),
    "index": ({}, "level"),
    "snapshots": ({}, "sha256"),
    "cost": ({"input": 5}, "total"),
    "check": ({"ids": "gpt-5"}, "status"),
}
WITHOUT_ITEMS = {"corrections"}
# One thing each, not a list.
SINGLE = {"offers/history", "offers/history/field", "usage"}


@pytest.fixture
def catalogue(publish):
    publish(DAYS[0], openai={"gpt-5": at(2, tool_call=True), "gpt-4": at(1)})
    publish(DAYS[1], openai={"gpt-5": at(3, tool_call=True)})


@pytest.mark.parametrize("path, needed, field", [(p, *rest) for p, rest in LISTS.items()])
def test_only_the_fields_that_are_named(catalogue, get, path, needed, field):
    whole = get(path, **needed)
    answer = get(path, **needed, fields=field)
    assert answer["items"] == [{field: item[field]} for item in whole["items"]] != []
    assert answer["data"] == whole["data"]


@pytest.mark.parametrize("path", [*LISTS, *WITHOUT_ITEMS])
def test_an_unknown_field_is_400(catalogue, get, path):
    needed, field = LISTS.get(path, ({}, "id"))
    assert "fields" in get(path, 400, **needed, fields=f"{field},prize")["detail"]


def test_every_list_has_it():
    paths = {str(route.pattern) for route in router.urls}
    single = {path for path in paths if "<" in path} | SINGLE
    assert paths - single == {path for path in LISTS if "/" not in path} | WITHOUT_ITEMS


def test_of_a_posted_workload(catalogue, post):
    body = {"workload": {"input": 10**6}, "model": "openai/gpt-5"}
    assert post("cost?fields=total", body)["items"] == [{"total": "3"}]


def test_the_document_requires_no_field_that_may_be_left_out():
    schemas = document()["components"]["schemas"]
    assert "required" not in schemas["Model"]
    assert "path" in schemas["ModelDetail"]["required"]
