"""Pages as of a past day: 404 with a message, links that keep the day, headers, and the picker."""

from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from catalog.as_of.pages import KeptDays, dated_page, day_picker, is_dated, keep_days, with_days
from catalog.http import newest_data_version
from tests.changelog.factories import DAYS, at, publish
from tests.factories import data_version, make_version

__all__ = ["publish"]

ON = date(2026, 5, 2)
GPT_5 = "/models/openai/gpt-5/"


@pytest.mark.parametrize(
    "url, kept",
    [
        ("/models/meta/llama/", "/models/meta/llama/?on=2026-05-02"),
        ("/models/meta/llama/#faq", "/models/meta/llama/?on=2026-05-02#faq"),
        ("/models/meta/llama/?sort=input", "/models/meta/llama/?sort=input&on=2026-05-02"),
        ("?page=2", "?page=2&on=2026-05-02"),
        ("?", "?on=2026-05-02"),
        ("?on=2020-01-01", "?on=2020-01-01"),
        ("?a=1&on=2020-01-01", "?a=1&on=2020-01-01"),
        ("?none=1", "?none=1&on=2026-05-02"),
        ("/models/meta/llama.md", "/models/meta/llama.md?on=2026-05-02"),
        ("/changelog/", "/changelog/"),
        ("/faq/#past", "/faq/#past"),
        ("/", "/?on=2026-05-02"),
        ("/about/", "/about/"),
        ("/no/such/page", "/no/such/page"),
    ],
)
def test_a_link_to_a_page_as_of_a_day_keeps_it(url, kept):
    assert with_days(url, KeptDays(ON), "&") == kept


@pytest.mark.parametrize(
    "url, kept",
    [
        ("?sort=input", "?sort=input&on=2026-05-02&since=2026-04-02"),
        ("/models/a/b/?sort=input", "/models/a/b/?sort=input&on=2026-05-02&since=2026-04-02"),
        ("/models/a/c/", "/models/a/c/?on=2026-05-02"),
        ("?since=2026-01-01", "?since=2026-01-01&on=2026-05-02"),
    ],
)
def test_links_within_a_page_keep_the_day_that_it_compares_with(url, kept):
    days = KeptDays(ON, date(2026, 4, 2), "/models/a/b/")
    assert with_days(url, days, "&") == kept


def test_todays_page_keeps_only_the_day_that_it_compares_with():
    days = KeptDays(None, date(2026, 4, 2), "/models/a/b/")
    assert with_days("?sort=input", days, "&") == "?sort=input&since=2026-04-02"
    assert with_days("/models/a/c/", days, "&") == "/models/a/c/"


def test_links_are_known_in_both_languages():
    assert is_dated("/models/meta/llama/")
    with translation.override("zh-hant"):
        assert is_dated("/zh-hant/models/meta/llama/")
        assert not is_dated("/zh-hant/faq/")


def test_links_and_redirects_of_a_response_keep_the_day():
    response = HttpResponse(
        '<a href="/models/a/b/?x=1&amp;y=2">one</a> <a href="https://example.org/?x">two</a>'
        ' <a data-today href="/models/a/b/">three</a> <link rel="canonical" href="http://s/models/">',
        headers={"HX-Push-Url": "/models/a/b/?x=1", "Location": "/faq/"},
    )
    response = keep_days(response, KeptDays(ON))
    assert response.content.decode() == (
        '<a href="/models/a/b/?x=1&amp;y=2&amp;on=2026-05-02">one</a> '
        '<a href="https://example.org/?x">two</a> <a data-today href="/models/a/b/">three</a> '
        '<link rel="canonical" href="http://s/models/">'
    )
    assert response["HX-Push-Url"] == "/models/a/b/?x=1&on=2026-05-02"
    assert response["Location"] == "/faq/"
    assert response["X-Robots-Tag"] == "noindex"


def test_other_formats_are_left_alone():
    text = 'a "quoted" href="/models/a/b/"'
    response = keep_days(HttpResponse(text, content_type="text/csv"), KeptDays(ON))
    assert response.content.decode() == text


def test_a_page_may_be_dated_only_by_name():
    assert dated_page(lambda _request: HttpResponse()).dated


def test_the_picker_keeps_other_parameters_except_the_page():
    request = RequestFactory().get("/models/?on=2026-05-02&q=%3Cb%3E&page=3&maker=x&maker=y&do=1")
    data = data_version()
    picker = day_picker(request, data.as_of(ON, ON, ON))
    assert picker.kept == (("q", "<b>"), ("maker", "x"), ("maker", "y"))
    assert picker.today_url == "/models/?q=%3Cb%3E&page=3&maker=x&maker=y&do=1"
    assert (picker.on, picker.last, picker.gap) == (ON, data.day, False)
    assert day_picker(request, data).on is None
    assert day_picker(request, data.as_of(ON, DAYS[0], DAYS[0])).gap


@pytest.fixture
def days(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[5], openai={"gpt-5": at(3), "gpt-4": at(1)})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "on, message",
    [
        ("x<b>", "“x&lt;b&gt;” isn’t a date. Enter a date as YYYY-MM-DD."),
        ("2026-04-30", "Our record begins on May 1, 2026. Choose that day or a later one."),
        ("2999-01-01", "Jan. 1, 2999 is in the future. Choose today or an earlier day."),
    ],
)
def test_a_day_without_a_page_answers_404_with_its_reason(client, days, on, message):
    response = client.get(GPT_5, {"on": on})
    assert response.status_code == 404
    html = response.content.decode()
    assert message in html
    assert '<input type="date" name="on" id="on" value="2026-05-06"' in html
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db
def test_a_model_that_came_later_answers_404_with_a_link_to_today(client, days):
    response = client.get("/models/openai/gpt-4/", {"on": f"{DAYS[1]}"})
    assert response.status_code == 404
    assert "GPT 5 wasn’t listed on May 2, 2026." in response.content.decode()
    assert b'<a href="/models/openai/gpt-4/">' in response.content


@pytest.mark.django_db
def test_an_empty_catalogue_has_no_past(client):
    assert client.get(GPT_5, {"on": "2026-05-02"}).status_code == 404


@pytest.mark.django_db
def test_a_version_without_a_snapshot_has_no_past(client):
    make_version()
    assert client.get(GPT_5, {"on": "2026-05-02"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("on", ["", f"{DAYS[5]}", f"{DAYS[6]}"])
def test_no_day_and_the_newest_are_todays_page(client, days, on):
    response = client.get(GPT_5, {"on": on})
    assert response.status_code == 200
    assert "X-Robots-Tag" not in response
    assert b"Data as of" not in response.content
    assert b"$3.00" in response.content


@pytest.mark.django_db
def test_the_page_of_a_past_day_says_so_and_is_not_indexed(client, days):
    response = client.get(GPT_5, {"on": f"{DAYS[1]}", "sort": "input"})
    html = response.content.decode()
    assert "<strong>Data as of May 2, 2026, calculated with today’s rules.</strong>" in html
    assert "The last update on or before that day was on May 1, 2026." in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<link rel="canonical" href="http://testserver/models/openai/gpt-5/">' in html
    assert 'data-today href="/models/openai/gpt-5/?sort=input">View today’s data</a>' in html
    assert response["X-Robots-Tag"] == "noindex"
    assert "application/ld+json" not in html
    assert "og:image" not in html


@pytest.mark.django_db
def test_each_day_has_an_etag_of_its_own(client, days):
    tags = {
        client.get(GPT_5, query)["ETag"]
        for query in ({}, {"on": f"{DAYS[0]}"}, {"on": f"{DAYS[1]}"}, {"on": f"{DAYS[2]}"})
    }
    assert len(tags) == 4
    day = {"on": f"{DAYS[1]}"}
    tag = client.get(GPT_5, day)["ETag"]
    assert client.get(GPT_5, day, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.django_db
def test_a_past_day_does_not_age(days):
    data = newest_data_version(timezone.now() + timedelta(days=400))
    assert data.stale
    assert not data.as_of(ON, ON, ON).stale
