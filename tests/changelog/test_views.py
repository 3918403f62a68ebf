"""The changelog, lifecycle and price pages: content, fragments, URLs, hostile input, queries."""

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from tests.changelog.factories import DAYS, GPT, at

pytestmark = pytest.mark.django_db


def text(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def two_days(publish) -> None:
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(3)})
    publish(DAYS[1], openai={"gpt-5": at(1)}, acme={"gpt-5": at(3.3, reasoning=True)})


def test_a_price_change_shows_old_new_and_percent(client, two_days):
    page = text(client, "/changelog/")
    assert "input price $2.00 → $1.00" in page
    assert "▼ 50%" in page
    assert "now reports reasoning: yes" in page


@pytest.mark.parametrize("address", ["/changelog/", "/lifecycle/", "/zh-hant/changelog/"])
def test_pages_of_an_empty_catalogue(client, address):
    assert client.get(address).status_code == 200


def test_the_first_day_explains_why_nothing_changed(client, publish):
    publish(DAYS[0], openai={"gpt-5": GPT})
    assert "two days of data" in text(client, "/changelog/")


def many(number: int, **stated: object) -> dict[str, object]:
    return {f"m{n}": {"name": f"Model {n}", **stated} for n in range(number)}


def test_many_changes_are_collapsed_and_expanded_by_a_link(client, publish):
    publish(DAYS[0], openai={"gpt-5": GPT})
    publish(DAYS[1], openai={"gpt-5": GPT} | many(37))
    page = text(client, "/changelog/?by=provider")
    assert "37 models added" in page
    assert page.count('class="what">added</span>') == 3
    query = "?kind=new&amp;provider=openai&amp;by=provider&amp;day=2026-05-02"
    assert query in page
    expanded = text(client, "/changelog/" + query.replace("&amp;", "&"))
    assert expanded.count('class="what">added</span>') == 37


def test_htmx_gets_the_days_and_their_url(client, two_days):
    headers = {"HX-Request": "true", "HX-Target": "news"}
    part = client.get("/changelog/?kind=prices&size=", headers=headers)
    assert b"<html" not in part.content
    assert part["HX-Push-Url"] == "/changelog/?kind=prices"


def test_expanding_a_section_keeps_the_url(client, two_days):
    part = client.get("/changelog/?kind=prices", headers={"HX-Request": "true"})
    assert not part.has_header("HX-Push-Url")


@pytest.fixture
def many_days(publish) -> None:
    for place, day in enumerate(DAYS[:10]):
        publish(day, openai={"gpt-5": at(1 + place)})


def days_of(page: str) -> list[str]:
    return [part[:10] for part in page.split('id="day-')[1:]]


def test_a_page_of_days_stays_the_same_when_a_day_is_added(client, many_days, publish):
    first = text(client, "/changelog/")
    earlier = "/changelog/?before=2026-05-04"
    assert earlier in first
    before = days_of(text(client, earlier))
    publish(DAYS[10], openai={"gpt-5": at(99)})
    assert days_of(text(client, earlier)) == before == ["2026-05-03", "2026-05-02"]


def test_takes_few_queries(client, many_days, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        client.get("/changelog/?noise=on")


def test_groups_by_model(client, two_days):
    page = text(client, "/changelog/?by=model")
    assert page.count("<dt>") == 1
    assert "Acme" in page


HOSTILE = [
    "?before=0000-00-00", "?before=9999-99-99", "?day=1", "?model=%00", "?provider=" + "x" * 5000,
    "?size=-1", "?size=1e9", "?movers=99999999999999999999", "?by=model&by=provider",
    "?" + "&".join(f"a{number}=1" for number in range(900)),
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("address", ["/changelog/", "/changelog/feed.atom", "/changelog/feed.json"])
def test_hostile_queries_are_answered_or_refused(client, two_days, address, query):
    assert client.get(address + query).status_code in {200, 400}


def test_names_from_upstream_are_escaped(client, publish):
    publish(DAYS[0], openai={"gpt-5": GPT})
    publish(DAYS[1], openai={"gpt-5": GPT | {"name": "<script>alert(1)</script>"}})
    for address in ("/changelog/", "/changelog/feed.atom", "/providers/openai/"):
        assert "<script>alert" not in text(client, address)


def test_model_and_provider_pages_list_the_last_changes(client, two_days):
    for address in ("/models/openai/gpt-5/", "/providers/openai/"):
        assert "input price $2.00 → $1.00" in text(client, address)


def test_separators_have_no_space_before_them(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(1)})
    for prefix, separator in (("", ", "), ("/zh-hant", "\uff0c")):
        page = text(client, f"{prefix}/changelog/")
        line = re.sub(
            r"\s+", " ", strip_tags(page.partition("news-lines")[2].partition("</ul>")[0])
        )
        assert f"50%{separator}" in line
        assert f" {separator}" not in line


ADDRESSES = [
    "/changelog/",
    "/changelog/?by=model",
    "/changelog/?day=2026-05-02&kind=prices&provider=openai",
    "/lifecycle/",
    "/models/openai/gpt-5/prices/",
    "/models/openai/gpt-5/prices/?days=30",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
def test_pages_have_a_description_and_query_nothing_while_rendered(
    client, publish, prefix, address, no_template_queries
):
    old = {"name": "GPT 4", "family": "gpt", "release_date": "2024", "status": "deprecated"}
    new = at(1) | {"family": "gpt", "release_date": "2025"}
    more = {"gpt-x": at(9, name="GPT X", deprecation_date="2026-12-31")}
    publish(DAYS[0], openai={"gpt-5": at(2), "gpt-4": old} | more, acme={"gpt-5": at(3)})
    publish(DAYS[1], openai={"gpt-5": new} | more, acme={})
    publish(DAYS[2], openai={"gpt-5": new, "o9": at(5, name="o9")} | more, acme={"gpt-5": at(4)})
    page = text(client, prefix + address)
    assert page.count('<meta name="description" content="') == 1
    assert '<meta name="description" content="">' not in page


def test_lines_name_the_id_of_an_offer_where_its_provider_has_several(client, publish):
    publish(DAYS[0], acme={"gpt-5": at(2), "openai/gpt-5": at(2)}, other={"gpt-5": at(2)})
    publish(
        DAYS[1],
        acme={"gpt-5": at(2), "openai/gpt-5": at(1)},
        other={"gpt-5": at(2, reasoning=True)},
    )
    named = '<code class="muted">openai/gpt-5</code>'
    for address in ("/changelog/", "/changelog/?by=provider", "/models/openai/gpt-5/"):
        page = text(client, address)
        assert page.count(named) == 1, address
        assert '<code class="muted">gpt-5</code>' not in page


def test_a_day_leads_to_the_day_with_changes_before_it(client, publish):
    for day, price in ((0, 1), (2, 2), (3, 2.0001), (5, 3)):
        publish(DAYS[day], openai={"gpt-5": at(price)})
    page = text(client, "/changelog/?day=2026-05-06")
    assert 'rel="next" href="/changelog/?day=2026-05-03"' in page
    assert 'rel="next"' not in text(client, "/changelog/?day=2026-05-03")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?from=banana", "Enter a valid date."),
        ("?from=2026-05-09&to=2026-05-02", "The range ends before it begins."),
        ("?provider=nobody", "No provider is called"),
    ],
)
def test_what_cannot_be_followed_is_said(client, two_days, query, said):
    assert said in text(client, f"/changelog/{query}")
