"""The page of one model."""

import re
from datetime import timedelta

import pytest

from catalog.models import MovedModel
from tests.factories import DAY, make_model, make_offering, make_version

pytestmark = pytest.mark.django_db
ADDRESS = "/models/meta/llama-3-2-1b-instruct/"


@pytest.fixture(autouse=True)
def version() -> None:
    make_version()


def test_shows_the_summary(client):
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


def test_every_offer_has_a_row(client):
    model = make_model(input_price="0.01", output_price="0.02")
    make_offering(model, "nvidia", "meta/llama:1b@x", input_price="0", output_price="0")
    html = client.get(ADDRESS).content.decode()
    assert "meta/llama:1b@x" in html
    assert "$0.000" not in html


def test_redirects_from_a_former_address(client):
    model = make_model()
    MovedModel.objects.create(path="meta/llama-3-2-1b", model=model, moved_on=DAY)
    answer = client.get("/models/meta/llama-3-2-1b/")
    assert answer.status_code == 301
    assert answer["Location"] == ADDRESS


def test_a_withdrawn_model_keeps_its_page(client):
    make_model(withdrawn_on=DAY)
    assert b"withdrawn" in client.get(ADDRESS).content


def test_offers_sort_with_unknown_prices_last(client):
    model = make_model(input_price="1", output_price="1")
    make_offering(model, "cheap", input_price="0.1", output_price="9")
    make_offering(model, "silent")
    for sort, order in (("input", "cis"), ("-input", "ics"), ("output", "ics")):
        page = client.get(f"{ADDRESS}?sort={sort}")
        assert "".join(offer["provider"][0] for offer in page.context["offers"]).lower() == order


def test_htmx_gets_only_the_table_of_offers(client):
    make_model(input_price="1", output_price="1")
    part = client.get(f"{ADDRESS}?sort=-input", headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b'aria-sort="descending"' in part.content
    assert part["HX-Push-Url"] == f"{ADDRESS}?sort=-input"


@pytest.mark.parametrize(
    "query", ["?sort=%00", "?sort=" + "x" * 9999, "?page=0&q=%F0%9F", "?sort=pk"]
)
def test_ignores_a_malformed_query(client, query):
    make_model(input_price="1", output_price="1")
    assert client.get(ADDRESS + query).status_code == 200


def test_forty_offers_take_no_more_queries_than_one(client, django_assert_max_num_queries):
    model = make_model(input_price="1", output_price="1")
    for number in range(40):
        make_offering(model, f"p{number}", input_price="1", output_price="2", context=number)
    # The first page of a version also loads the model index, in five queries.
    with django_assert_max_num_queries(13):
        assert client.get(ADDRESS).status_code == 200
    # Scenarios, similar models and corrections are cached: version, model, offerings, scores, the
    # chart's prices, changes.
    with django_assert_max_num_queries(6):
        assert client.get(f"{ADDRESS}?sort=input").status_code == 200


def test_shows_conflicts(client):
    conflicts = [
        {"fact": "context_window", "values": ["16000", "16384"], "span_days": None},
        {"fact": "release_date", "values": ["2024-09-18", "2026-01-27"], "span_days": 496},
    ]
    model = make_model(conflicts=conflicts)
    make_offering(model, "a", context=16000, open_weights=True)
    make_offering(model, "b", context=16384, open_weights=False)
    html = client.get(ADDRESS).content.decode()
    assert "Context window varies: 16000, 16384" in html
    assert "by 496 days: 2024-09-18, 2026-01-27" in html
    assert "Open weights</th>" in html


def test_lists_former_offers_separately(client):
    model = make_model(input_price="1", output_price="1")
    make_offering(model, "gone", withdrawn_on=DAY)
    page = client.get(ADDRESS)
    assert "(until 2026-05-12)" in page.content.decode()
    assert "Gone" not in [offer["provider"] for offer in page.context["offers"]]


def test_names_no_former_seller_who_still_sells_nor_one_twice(client):
    model = make_model(input_price="1", output_price="1")
    make_offering(model, "acme", "new", input_price="1", output_price="1")
    make_offering(model, "acme", "old", withdrawn_on=DAY)
    make_offering(model, "gone", "a", withdrawn_on=DAY - timedelta(days=9))
    make_offering(model, "gone", "b", withdrawn_on=DAY)
    former = client.get(ADDRESS).context["former"]
    assert [(one.provider.key, one.withdrawn_on) for one in former] == [("gone", DAY)]


def test_prices_come_first_and_the_contents_follow_the_page(client):
    make_offering(make_model(), "acme", input_price="1", output_price="1")
    html = client.get(ADDRESS).text
    headings = re.findall(r'<h2 id="([^"]+)"', html)
    contents = html.partition('<nav class="toc"')[2].partition("</nav>")[0]
    assert headings[:3] == ["prices", "price-history-title", "costs"]
    assert re.findall(r'href="#([^"]+)"', contents) == headings


def test_markdown_has_the_order_of_the_page(client):
    make_offering(make_model(), "acme", input_price="1", output_price="1")
    text = client.get(f"{ADDRESS.rstrip('/')}.md").text
    assert re.findall(r"(?m)^## (.+)$", text) == [
        "Offers",
        "Cost Efficiency Index",
        "Capabilities",
        "Model fit scores",
    ]


def test_escapes_what_comes_from_upstream(client):
    evil = '"><script>alert(1)</script>'
    make_model(name=evil, family=evil, released=evil[:10], input_modalities=[evil])
    assert b"<script>alert" not in client.get(ADDRESS).content


@pytest.mark.parametrize(
    "provider, own_id, shown",
    [
        ("inference", "x:free", "listed as free"),
        ("x-coding-plan", "x", "by subscription"),
        ("inference", "x", "no token price published"),
    ],
)
def test_the_summary_states_why_there_is_no_price(client, provider, own_id, shown):
    make_offering(make_model(), provider, own_id, input_price="0", output_price="0")
    html = client.get(ADDRESS).content.decode()
    assert shown in html.partition('<dl class="strip facts">')[2].partition("</dl>")[0]


@pytest.mark.parametrize(
    "facts, text",
    [
        (
            {"input_price": "0.01", "output_price": "0.02"},
            "Llama by Meta costs $0.010 per 1M input tokens and $0.020 per 1M output tokens. Context window: 16K. Providers: 1.",
        ),
        ({}, "Llama by Meta. Context window: 16K. Providers: 0. No token price published."),
    ],
)
def test_describes_itself_to_search_engines(client, facts, text):
    make_model(name="Llama", context=16384, **facts)
    html = client.get(ADDRESS).content.decode()
    assert f'<meta name="description" content="{text}">' in html
    assert f'<meta property="og:description" content="{text}">' in html


def test_markdown_lists_offers_with_prices_where_they_are_stated(client):
    model = make_model(input_price="1", output_price="2", context=16384)
    make_offering(model, "free", "x:free", input_price="0", output_price="0")
    make_offering(model, "silent", "a|b`c", input_price="0", output_price="0")
    make_offering(model, "gone", withdrawn_on=DAY)
    text = client.get(ADDRESS.removesuffix("/") + ".md").content.decode()
    assert "- Context: 16K\n" in text
    assert "- Tool calling: Not reported\n" in text
    assert "\n| Free | `x:free` | Not stated | Not stated | $0.000 | $0.000 | – |\n" in text
    assert "\n| Silent | `a\\|b'c` | Not stated | Not stated | – | – | – |\n" in text
    assert "Gone" not in text


def test_markdown_of_a_moved_model_redirects(client):
    MovedModel.objects.create(path="meta/llama-3-2-1b", model=make_model(), moved_on=DAY)
    answer = client.get("/models/meta/llama-3-2-1b.md")
    assert (answer.status_code, answer["Location"]) == (301, ADDRESS.removesuffix("/") + ".md")
    assert client.get("/models/meta/never-was.md").status_code == 404
