"""The front page: counts, the newest models and the cheapest ones for general use."""

import re

import pytest

from pages.home import SHOWN
from tests.changelog.factories import DAYS, at, publish
from tests.factories import DAY, make_model, make_offering, make_provider, make_version

__all__ = ["publish"]
pytestmark = pytest.mark.django_db
USUAL = {"tool_calling": True, "context": 128_000, "input_price": "1", "output_price": "1"}


@pytest.fixture(autouse=True)
def version() -> None:
    make_version()


def labels(client, table):
    return [row.label for row in client.get("/").context[table]]


def test_counts_what_is_live(client):
    make_offering(make_model("meta/a"), "groq")
    make_offering(make_model("meta/b"), "groq", withdrawn_on=DAY)
    make_model("xai/gone", withdrawn_on=DAY)
    make_provider("gone", withdrawn_on=DAY)
    context = client.get("/").context
    assert context["counts"] == {"models": 2, "makers": 1}
    assert (context["offering_count"], context["provider_count"]) == (1, 1)


def test_the_newest_come_first_and_those_without_a_date_last(client):
    for slug, released in (("old", "2024"), ("none", ""), ("new", "2025-08-07"), ("b", "2024")):
        make_model(f"meta/{slug}", released=released)
    assert labels(client, "newest") == ["New", "B", "Old", "None"]


def test_what_several_providers_offer_leads_the_newest(client):
    make_model("meta/alone", released="2026-05-01", provider_count=1)
    make_model("meta/common", released="2025-01-01", provider_count=2)
    assert labels(client, "newest") == ["Common", "Alone"]


def test_the_three_jobs_have_an_entry(client):
    html = client.get("/").content.decode()
    jobs = html.partition('class="jobs"')[2].partition("</nav>")[0]
    assert re.findall('href="([^"]+)"', jobs) == ["/models/", "/calculator/", "/changelog/"]


def test_shows_the_index_and_the_price_changes_of_the_same_offer(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2), "gpt-4": at(1, name="GPT 4")}, acme={"gpt-5": at(3)})
    publish(DAYS[1], openai={"gpt-5": at(1), "gpt-4": at(4, name="GPT 4")}, acme={"gpt-5": at(3)})
    page = client.get("/")
    assert [move.model.slug for move in page.context["cuts"]] == ["gpt-5"]
    assert [move.model.slug for move in page.context["rises"]] == ["gpt-4"]
    html = page.content.decode()
    assert html.count('<figure class="price-chart"') == 1
    assert 'href="/price-index/"' in html
    assert "style=" not in html


def test_shows_new_and_retired_models(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2), "gpt-4": at(1, name="GPT 4")})
    publish(DAYS[1], openai={"gpt-5": at(2), "gpt-6": at(1, name="GPT 6")})
    context = client.get("/").context
    assert [model.slug for model in context["new"]] == ["gpt-6"]
    assert [model.slug for model in context["retired"]] == ["gpt-4"]


def test_the_cheapest_come_first(client):
    make_model("meta/dear", **USUAL | {"output_price": "9"})
    make_model("meta/cheap", **USUAL)
    assert labels(client, "cheapest") == ["Cheap", "Dear"]


@pytest.mark.parametrize(
    "facts",
    [
        {"official": False},
        {"tool_calling": None},
        {"context": 127_999},
        {"context": None},
        {"input_price": None, "output_price": None},
        {"withdrawn_on": DAY},
    ],
)
def test_the_cheapest_are_for_general_use(client, facts):
    make_model(**USUAL | facts)
    assert labels(client, "cheapest") == []


def test_tables_have_a_limit_and_take_as_many_queries_as_one_row(client, django_assert_num_queries):
    for number in range(SHOWN + 1):
        make_model(f"meta/m{number}", **USUAL)
    with django_assert_num_queries(11):
        context = client.get("/").context
    assert (len(context["newest"]), len(context["cheapest"])) == (SHOWN, SHOWN)


def test_an_empty_catalogue_has_a_front_page(client):
    assert client.get("/").status_code == 200
