"""/api/ and the OpenAPI document."""

import pytest

from api.guide import API_CHANGES, GUIDES
from api.mcp.table import TOOLS
from config.kept_pages.keeper import KEEPER
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix, heading", [("", "Two dates"), ("/zh-hant", "兩個日期")])
def test_the_guide_shows_every_endpoint(client, prefix, heading):
    page = client.get(f"{prefix}/api/").content.decode()
    assert heading in page
    for guide in GUIDES:
        assert f"{guide.method} /api/v1/{guide.path}<" in page


def test_the_guide_lists_the_tools_and_where_they_are(client, settings):
    page = client.get("/api/").content.decode()
    assert all(f"<code>{tool.name}</code>" in page for tool in TOOLS)
    assert "manage.py mcp --http" in page
    KEEPER.clear()
    settings.BEHIND_PROXY = True
    assert "http://testserver/mcp" in client.get("/api/").content.decode()


def test_the_guide_says_what_changed_in_the_api(client):
    page = client.get("/api/").content.decode()
    assert page.count("<time ") >= len(API_CHANGES)
    assert [one.day for one in API_CHANGES] == sorted((o.day for o in API_CHANGES), reverse=True)


def test_query_count(client, publish, django_assert_num_queries):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    with django_assert_num_queries(1):  # the version of the data
        client.get("/api/")


def test_openapi(client):
    response = client.get("/api/v1/openapi.json")
    assert response.json()["openapi"].startswith("3.1")
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
