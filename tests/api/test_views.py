"""/api/ and the OpenAPI document."""

import pytest

from api.guide import GUIDES
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix, heading", [("", "Two dates"), ("/zh-hant", "兩個日期")])
def test_the_guide_shows_every_endpoint(client, prefix, heading):
    page = client.get(f"{prefix}/api/").content.decode()
    assert heading in page
    for guide in GUIDES:
        assert f"{guide.method} /api/v1/{guide.path}<" in page


def test_query_count(client, publish, django_assert_num_queries):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    with django_assert_num_queries(1):  # the version of the data
        client.get("/api/")


def test_openapi(client):
    response = client.get("/api/v1/openapi.json")
    assert response.json()["openapi"].startswith("3.1")
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
