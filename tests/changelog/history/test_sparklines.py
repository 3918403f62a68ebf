"""Stored sparklines: updated each day, deleted when nothing changed, equal after a rebuild."""

from csv import DictReader
from datetime import timedelta

import pytest
from pytest_django.asserts import assertInHTML

from changelog.models import Trend
from config.daily.rebuild import rebuild
from tests.changelog.factories import DAYS, GPT, at

pytestmark = pytest.mark.django_db


def trends():
    return {
        row.model.path: (row.path, row.before, row.now, row.percent)
        for row in Trend.objects.select_related("model")
    }


@pytest.fixture
def price_fall(publish):
    publish(DAYS[0], openai={"gpt-5": at(2), "gpt-4": at(1)})
    publish(DAYS[10], openai={"gpt-5": at(1), "gpt-4": at(1)})


def test_only_changed_prices_are_drawn(price_fall):
    assert trends() == {"openai/gpt-5": ("M80 2H90V18H90", 3.5, 1.75, -50)}


def test_a_line_moves_each_day_and_ends_after_ninety(price_fall, publish):
    publish(DAYS[20], openai={"gpt-5": at(1), "gpt-4": at(1, limit={"context": 8})})
    assert trends()["openai/gpt-5"][0] == "M70 2H80V18H90"
    publish(DAYS[10] + timedelta(days=90), openai={"gpt-5": at(1), "gpt-4": at(1)})
    assert trends() == {}


def test_withdrawn_and_unpriced_models_have_no_line(price_fall, publish):
    publish(DAYS[11], openai={"gpt-5": GPT | {"cost": None}, "gpt-4": at(1)})
    assert trends() == {}
    publish(DAYS[12], openai={"gpt-5": at(3), "gpt-4": at(1)})
    assert trends()["openai/gpt-5"][3] == 50
    publish(DAYS[13], openai={"gpt-4": at(1)})
    assert trends() == {}


def test_another_recommended_offer_is_marked_and_moves_no_price(client, publish):
    publish(DAYS[0], acme={"gpt-5": at(4)}, beta={"gpt-5": at(5)})
    publish(DAYS[10], acme={"gpt-5": at(4)}, beta={"gpt-5": at(5)}, new={"gpt-5": at(2)})
    assert trends() == {"openai/gpt-5": ("M0 10H90", 3.5, 3.5, 0)}
    assert Trend.objects.get().switched
    html = client.get("/models/").content.decode()
    assert "Another offer is recommended than 90 days ago." in html


def test_the_line_is_that_of_the_makers_own_offer(publish):
    publish(DAYS[0], openai={"gpt-5": at(4)}, acme={"gpt-5": at(4)})
    publish(DAYS[10], openai={"gpt-5": at(2)}, acme={"gpt-5": at(4)})
    assert trends()["openai/gpt-5"][1:] == (7, 3.5, -50)
    assert not Trend.objects.get().switched


def test_a_rebuild_stores_equal_rows(price_fall, publish):
    publish(DAYS[11], openai={"gpt-5": at(1), "gpt-4": at(3)})
    before = list(Trend.objects.order_by("pk").values_list())
    rebuild()
    assert list(Trend.objects.order_by("pk").values_list()) == before
    assert len(before) == 2


@pytest.mark.parametrize("address", ["/models/", "/makers/openai/", "/"])
def test_lists_show_the_line_and_its_text(client, price_fall, address):
    html = client.get(address).content.decode()
    assert '<path d="M80 2H90V18H90"/></svg>' in html
    assertInHTML('<span class="vh">from $3.50 to $1.75</span>', html)
    assertInHTML('<span aria-hidden="true">▼ 50%</span>', html)
    assert '<span class="vh">unchanged</span>' in html


def test_lists_sort_by_the_change(client, price_fall, publish):
    publish(DAYS[11], openai={"gpt-5": at(1), "gpt-4": at(3), "gpt-3": at(1)})
    for address in ("/models/", "/makers/openai/"):
        rows = client.get(f"{address}?sort=trend").context["page"].object_list
        assert rows[0].path == "openai/gpt-5"
    table = client.get("/models/models.csv?col=trend").content.decode().splitlines()
    assert {row["trend"] for row in DictReader(table)} == {"-50", "200", "0"}
