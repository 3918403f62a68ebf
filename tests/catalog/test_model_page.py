"""The page of one model."""

import pytest

from catalog.models import MovedModel
from tests.factories import DAY, make_model, make_offering, make_version

pytestmark = pytest.mark.django_db
ADDRESS = "/models/meta/llama-3-2-1b-instruct/"


@pytest.fixture(autouse=True)
def version() -> None:
    make_version()


def test_it_shows_the_facts_that_decide(client):
    make_model(
        context=16384,
        max_output=8192,
        input_price="0.01",
        output_price="0.01",
        released="2024-09-18",
    )
    html = client.get(ADDRESS).content.decode()
    for figure in ("$0.010", "16K", "8K", "2024-09-18", "meta/llama-3-2-1b-instruct"):
        assert figure in html


def test_every_channel_has_its_row(client):
    model = make_model(input_price="0.01", output_price="0.02")
    make_offering(model, "nvidia", "meta/llama:1b@x", input_price="0", output_price="0")
    html = client.get(ADDRESS).content.decode()
    assert "meta/llama:1b@x" in html
    assert "$0.000" not in html


def test_a_moved_model_is_found_at_its_old_address(client):
    model = make_model()
    MovedModel.objects.create(path="meta/llama-3-2-1b", model=model, moved_on=DAY)
    answer = client.get("/models/meta/llama-3-2-1b/")
    assert answer.status_code == 301
    assert answer["Location"] == ADDRESS


def test_a_withdrawn_model_keeps_its_page_and_says_so(client):
    make_model(withdrawn_on=DAY)
    assert b"withdrawn" in client.get(ADDRESS).content
