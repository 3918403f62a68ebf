"""Comparing two days on the page of a model and of a provider: `?on=A&since=B`."""

import pytest

from changelog import between
from tests.changelog.factories import DAYS, at, publish

__all__ = ["publish"]
pytestmark = pytest.mark.django_db
GPT_5, ACME = "/models/openai/gpt-5/", "/providers/acme/"


@pytest.fixture(autouse=True)
def days(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(3), "gone": at(1, name="Gone")})
    publish(DAYS[4], openai={"gpt-5": at(4)}, acme={"gpt-5": at(3), "new": at(1, name="New")})
    publish(DAYS[8], openai={"gpt-5": at(9)}, acme={"gpt-5": at(8)})


def text(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_model_page_lists_and_marks_what_changed(client):
    html = text(client, GPT_5, on=DAYS[5], since=DAYS[1])
    assert "Changes from May 2, 2026 to May 6, 2026" in html
    assert "input price $2.00 → $4.00" in html
    assert html.count('<span class="tag caution">changed</span>') == 1
    assert "$9.00" not in html


def test_a_provider_page_lists_arrivals_and_withdrawals(client):
    html = text(client, ACME, on=DAYS[5], since=DAYS[1])
    assert "added at $1.00 in, $4.00 out" in html
    assert "withdrawn" in html
    assert html.count('<span class="tag caution">changed</span>') == 1


def test_today_can_be_compared_too(client):
    html = text(client, GPT_5, since=DAYS[1])
    assert "Changes from May 2, 2026 to May 9, 2026" in html
    assert "input price $2.00 → $9.00" in html
    assert "Data as of" not in html


def test_days_of_one_snapshot_differ_in_nothing(client):
    html = text(client, GPT_5, on=DAYS[6], since=DAYS[5])
    assert "Nothing changed between these days." in html


def test_links_within_the_page_keep_both_days(client):
    html = text(client, GPT_5, on=DAYS[5], since=DAYS[1])
    assert f"sort=input&amp;on={DAYS[5]}&amp;since={DAYS[1]}" in html
    assert f'href="/providers/acme/?on={DAYS[5]}"' in html
    part = client.get(
        GPT_5, {"on": DAYS[5], "since": DAYS[1], "sort": "input"}, headers={"HX-Request": "true"}
    )
    assert part["HX-Push-Url"] == f"{GPT_5}?sort=input&on={DAYS[5]}&since={DAYS[1]}"
    assert "changed</span>" in part.content.decode()


@pytest.mark.parametrize(
    "query, message",
    [
        ({"since": "soon"}, "“soon” isn’t a date."),
        ({"since": "2020-01-01"}, "Our record begins on May 1, 2026."),
        ({"since": DAYS[8]}, "Choose a day before May 9, 2026 to compare with."),
        ({"on": DAYS[4], "since": DAYS[5]}, "Choose a day before May 5, 2026 to compare with."),
        ({"since": "2999-01-01"}, "Choose a day before May 9, 2026 to compare with."),
    ],
)
def test_a_day_that_cannot_be_compared_is_404(client, query, message):
    for address in (GPT_5, ACME):
        response = client.get(address, query)
        assert response.status_code == 404
        assert message in response.content.decode()


def test_the_form_is_on_the_page_and_keeps_the_day(client):
    html = text(client, GPT_5, on=DAYS[5])
    form = html[html.index(f'<form class="as-of" action="{GPT_5}#since">') :].partition("</form>")[
        0
    ]
    assert f'<input type="hidden" name="on" value="{DAYS[5]}">' in form
    assert f'max="{DAYS[5]}"' in form


def test_a_compared_page_is_not_indexed(client):
    assert client.get(GPT_5, {"since": DAYS[1]})["X-Robots-Tag"] == "noindex"


def test_a_page_says_that_it_compares_only_some(client, monkeypatch):
    monkeypatch.setattr(between, "MOST_COMPARED", 1)
    html = text(client, ACME, on=DAYS[5], since=DAYS[1])
    assert "2 offers changed, 1 of them is compared here." in " ".join(html.split())
