"""A price history as a picture for sharing."""

from io import BytesIO

import pytest
from PIL import Image

from tests.changelog.factories import DAYS, at, publish

__all__ = ["publish"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def price_history(publish):
    for place, usd in enumerate((2, 1, 25)):
        publish(DAYS[place], openai={"gpt-5": at(usd)}, acme={"gpt-5": at(3)})


@pytest.mark.usefixtures("price_history")
@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
def test_the_price_chart_is_a_picture(client, prefix, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        answer = client.get(f"{prefix}/models/openai/gpt-5/prices/chart.png")
    assert answer["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert len(answer.content) < 60_000


@pytest.mark.usefixtures("price_history")
def test_the_picture_shows_what_the_url_asks_for(client):
    address = "/models/openai/gpt-5/prices/chart.png"
    plain, more = client.get(address), client.get(f"{address}?offer=acme:gpt-5")
    assert plain.content != more.content


def test_no_picture_without_a_price(client, publish):
    publish(DAYS[0], openai={"gpt-5": {"name": "GPT 5"}})
    assert client.get("/models/openai/gpt-5/prices/chart.png").status_code == 404
