"""Every public address is asked absurd things: it answers, or says that it will not, and soon."""

from time import process_time

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.rescore import rescore_all
from tests.factories import make_model, make_offering, make_version

pytestmark = pytest.mark.django_db
ADDRESSES = (
    *("/", "/models/", "/models/models.csv", "/models/meta/llama/", "/models/meta/llama.md"),
    *("/providers/", "/providers/inference/", "/makers/", "/makers/meta/", "/makers/meta/llama/"),
    *("/faq/", "/calculator/log/"),
    *("/compare/", "/compare/meta/llama/", "/compare/meta/llama/vs/xai/grok/", "/search/"),
    *("/capabilities/", "/capabilities/vision/", "/calculator/", "/calculator/result.csv"),
    *("/changelog/", "/lifecycle/", "/methodology/", "/rankings/coding/", "/robots.txt"),
    *("/llms.txt", "/sitemap.xml", "/sitemap-models.xml", "/zh-hant/models/"),
    *("/card.png", "/models/meta/llama/card.png", "/compare/meta/llama/card.png", "/explore/"),
    *("/models/meta/llama/prices/", "/models/meta/llama/scores/", "/lifecycle/retirements.ics"),
)
NAMES = (
    *("q", "sort", "page", "maker", "provider", "tool-calling", "takes", "price", "status", "p"),
    *(
        "blended-min",
        "context-max",
        "since",
        "score-agents",
        "col",
        "more",
        "only",
        "days",
        "beside",
    ),
    *("x", "now", "growth", "2-input", "cached", "steps", "reasoning", "reasoning_tokens"),
    *("meta/llama", "input", "output", "requests", "day", "on", "kind", "model", "do", ""),
)
NASTY = (
    *("\0", "%", "%00", "%FF%FE", "%ED%A0%80", "-1", "0", "1e309", "NaN", "Infinity", "9" * 400),
    *(
        "१२३",
        "²",
        "\u202e\u2066",
        "\ufeff",
        "🧨" * 30,
        "İ",
        "ﷺ" * 20,
        "a\r\nX-Evil: 1",
        "' OR 1=1--",
    ),
    *("<script>alert(1)</script>", "../" * 40, "{{7*7}}", "yes", "name", "-released", "x" * 5000),
)
TEXT = st.sampled_from(NASTY) | st.text(max_size=40)
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES) | TEXT, TEXT), max_size=8)


@pytest.fixture
def catalogue() -> None:
    make_version()
    make_model("meta/llama", family="llama", input_price="1", output_price="2", tool_calling=True)
    make_offering(make_model("xai/grok"), "groq")
    rescore_all()


@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_every_page_works_without_data(client, htmx):
    for address in (*ADDRESSES, "/explore/", "/card.png", "/changelog/feed.atom"):
        assert client.get(address, headers=htmx).status_code in {200, 302, 404}, address


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(ADDRESSES), PAIRS, st.booleans())
def test_any_query_is_answered_or_rejected(catalogue, address, pairs, htmx):
    headers = {"HX-Request": "true"} if htmx else {}
    began = process_time()
    answer = Client().get(address, pairs and dict(pairs), headers=headers)
    # A day that is no day on record has no page.
    no_such_day = {404} if {"on", "since"} & dict(pairs).keys() else set()
    assert answer.status_code in {200, 301, 302, 400} | no_such_day
    assert "\n" not in "".join(value for _name, value in answer.items())
    assert process_time() - began < 3


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "query",
    [
        "&".join(f"maker=m{number}&a{number}" for number in range(450)),
        "&".join(f"maker={number}" for number in range(5000)),
        "q=" + "%F0%9F%A7%A8" * 5000,
        "%ED%A0%80=%ED%BF%BF&%00=%00&=&&&==&q=%",
    ],
    ids=["900 fields", "5000 fields", "20 KB of one word", "broken escapes"],
)
def test_large_queries_are_answered_or_rejected(client, catalogue, address, query):
    began = process_time()
    assert client.get(f"{address}?{query}").status_code in {200, 301, 302, 400}
    assert process_time() - began < 3


@pytest.mark.parametrize(
    "address, status",
    [
        ("/providers/%00/", 404),
        ("/providers/a%0Ab/", 404),
        ("/calculator/?do=scenario+%00", 302),
        ("/changelog/feed.atom?model=%01", 200),
        ("/changelog/feed.atom?maker=%EF%BF%BF&provider=%1B", 200),
        ("/changelog/feed.json?model=%01", 200),
    ],
)
def test_unprintable_ids_are_unknown(client, catalogue, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    assert not any(character in answer.content for character in (b"\x01", b"\x1b", b"\xef\xbf\xbf"))


def test_no_url_makes_a_link_to_another_site(client, catalogue):
    html = client.get("/zh-hant//evil.test/").content.decode()
    assert 'href="/evil.test/"' in html
    assert '"//evil.test' not in html
    assert "://evil.test" not in html


def test_a_rejected_request_says_why(client, catalogue):
    answer = client.get("/models/?" + "&".join(f"a={number}" for number in range(5000)))
    assert answer.status_code == 400
    assert b"The URL has too many parameters" in answer.content
