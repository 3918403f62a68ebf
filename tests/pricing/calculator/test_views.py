"""The calculator's pages."""

import csv
import re
from io import StringIO

import pytest

from catalog.models import CanonicalModel, CatalogueVersion, Offering
from tests.factories import make_model, make_offering, make_version

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
PERIOD = "requests=1000&per=day"
SECOND = "2-requests=1000&2-per=day&2-input=9&2-output=500"


@pytest.fixture(autouse=True)
def catalogue():
    make_version()
    llama = make_model("meta/llama", context=8000)
    make_offering(llama, "groq", input_price="1", output_price="2", context=8000)
    make_offering(llama, "nvidia", input_price="0", output_price="0")
    gpt = make_model("openai/gpt-5")
    make_offering(
        gpt,
        "openai",
        input_price="5",
        output_price="10",
        cache_read_price="0.5",
        context=400_000,
        tiers=[{"above": 200_000, "prices": {"input": "10", "output": "20"}}],
    )


def rows(client, query=""):
    return client.get(f"/calculator/{query}", follow=True).context["page"].object_list


def providers(response):
    return [row.offer.provider for row in response.context["page"].object_list]


def test_it_works(client):
    html = client.get("/calculator/").content.decode()
    assert "2 models, each at its cheapest offer. Cheapest: Llama on Groq, $90.00/month." in html
    assert "no token price published" in html


def test_prices_a_workload(client):
    ranked = rows(client, "?requests=1&per=month&input=300k&output=0")
    assert [(row.offer.provider, row.cost) for row in ranked] == [("openai", 3)]
    page = client.get("/calculator/?requests=1&per=month&input=300000&output=0&hits=90")
    assert page.status_code == 302


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("?input=5k&requests=1,000&cached=&q=", f"?{PERIOD}&input=5000&output=500"),
        ("?input=2000&output=500", ""),
        ("?do=scenario+rag-answer", "?requests=1000&per=month&input=5000&output=500"),
        ("?do=scenario+nothing", ""),
        ("?input=7&2-input=9&q=a", f"?{PERIOD}&input=7&output=500&{SECOND}&q=a"),
        ("?input=7&do=add", f"?{PERIOD}&input=7&output=500&{SECOND.replace('9', '7')}"),
        ("?input=7&2-input=9&do=remove+1", "?requests=1000&per=day&input=9&output=500"),
        ("?do=remove+99999999999999999999", ""),
    ],
)
def test_redirects_to_the_shortest_url(client, query, target):
    response = client.get(f"/calculator/{query}")
    assert (response.status_code, response["Location"]) == (302, f"/calculator/{target}")
    assert client.get(response["Location"]).status_code == 200


def test_htmx_gets_a_fragment_and_pushes_its_url(client):
    response = client.get("/calculator/?input=5k&cached=", headers=HTMX)
    html = response.content.decode()
    assert "<html" not in html
    assert 'id="results"' in html
    assert "2 models, each at its cheapest offer. Cheapest: " in html
    assert response["HX-Push-Url"] == "/calculator/?requests=1000&per=day&input=5000&output=500"


def test_a_button_redirects_htmx(client):
    response = client.get("/calculator/?do=scenario+rag-answer", headers=HTMX)
    assert response["HX-Redirect"].endswith("?requests=1000&per=month&input=5000&output=500")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_invalid_field_has_an_error_and_no_result(client, headers):
    response = client.get("/calculator/?input=1" + "0" * 30, headers=headers)
    html = response.content.decode()
    assert response.status_code == 200
    assert 'id="id_input-error"' in html
    assert "Enter 100,000,000 or less." in html
    assert "Fix the highlighted fields to see results." in html
    assert "HX-Push-Url" not in response


def test_an_empty_result_suggests_filters_to_remove(client):
    html = client.get("/calculator/?maker=meta&input=300000", follow=True).content.decode()
    suggestion = html.partition("No matches. Try removing a filter:")[2].partition("</li>")[0]
    assert "input=300000&amp;output=500" in suggestion
    assert "Maker: Meta" in suggestion
    assert "1 offer\n" in suggestion
    html = client.get("/calculator/?maker=meta&input=9000000", follow=True).content.decode()
    assert "No matches, even with any one filter removed." in html


def test_an_invalid_bound_has_an_error(client):
    page = client.get("/calculator/?blended-max=lots")
    assert page.status_code == 200
    assert "“lots” isn’t a valid number. Enter a number, e.g. 0.5 or 128K." in page.content.decode()
    assert "2 models, each at its cheapest offer. Cheapest: " in page.content.decode()


def test_growth_and_current_spend(client):
    html = client.get("/calculator/?now=180&growth=10", headers=HTMX).content.decode()
    assert "At 10× usage" in html
    assert "$900.00" in html
    assert "▼ 50%, $90.00 less" in html


def test_the_breakdown_names_tiers_and_assumptions(client):
    query = "?requests=2&per=month&input=300000&output=1000&cached=50&hits=50"
    html = client.get(f"/calculator/{query}", headers=HTMX).content.decode()
    assert "price for prompts over 200K tokens" in html
    assert "billed as input (no cache write price reported)" in html
    assert "base price (not listed in the tier)" in html
    assert "Prompt caching pays off from the first read" in html


def test_pages_of_fifty(client):
    model = make_model("meta/many")
    for number in range(60):
        make_offering(model, f"p{number:02}", input_price="3", output_price="3")
    make_version()
    assert len(rows(client, "?offers=all")) == 50
    assert len(rows(client, "?offers=all&page=2")) == 12
    response = client.get("/calculator/?offers=all&page=99", headers=HTMX)
    assert response["HX-Push-Url"] == "/calculator/?offers=all&page=2"


def test_lists_each_model_once_and_opens_to_all_offers(client):
    make_offering(
        CanonicalModel.objects.get(slug="llama"), "zeta", input_price="9", output_price="9"
    )
    make_version()
    first, second = client.get("/calculator/"), client.get("/calculator/?offers=all")
    assert providers(first) == ["groq", "openai"]
    assert 'href="/calculator/?offers=all"' in first.content.decode()
    assert "Show all 3 offers" in first.content.decode()
    every = second.content.decode()
    assert "3 offers of 2 models. Cheapest: Llama on Groq" in every
    assert providers(second) == ["groq", "openai", "zeta"]
    assert '<a href="/calculator/">Show one offer per model</a>' in " ".join(every.split())
    assert 'name="offers" value="all" checked' in every


def test_one_model_is_shown_with_all_its_offers(client):
    make_offering(
        CanonicalModel.objects.get(slug="llama"), "zeta", input_price="9", output_price="9"
    )
    make_version()
    found = rows(client, "?model=meta/llama")
    assert [row.offer.provider for row in found] == ["groq", "zeta"]


def test_models_of_other_types_do_not_compete(client):
    for slug in ("embed", "rerank", "guard", "whisper"):
        make_offering(
            make_model(f"acme/{slug}", kind="other"),
            "p",
            slug,
            input_price="0.1",
            output_price="0.1",
        )
    make_version()
    response = client.get("/calculator/")
    assert providers(response) == ["groq", "openai"]
    assert 'href="/calculator/?kind=all"' in response.content.decode()
    assert len(rows(client, "?kind=all")) == 6
    assert {row.offer.maker for row in rows(client, "?kind=other")} == {"acme"}
    model_page = client.get("/models/acme/guard/calculator/").content.decode()
    assert "Cheapest: Guard on P" in model_page
    assert "/calculator/?kind=other" in model_page


@pytest.mark.parametrize(
    ("address", "headers", "count"),
    [
        ("/calculator/", {}, 2),  # the data version and the scenarios
        ("/calculator/", HTMX, 1),
        ("/calculator/result.csv", {}, 1),
        ("/models/meta/llama/calculator/", {}, 1),
        ("/models/meta/llama/calculator/", HTMX, 1),
    ],
)
def test_queries(client, django_assert_num_queries, address, headers, count):
    client.get("/calculator/")  # loads the offer table
    with django_assert_num_queries(count):
        client.get(f"{address}?requests=5&per=day&input=77&output=500", headers=headers)


def test_the_result_as_csv(client):
    response = client.get("/calculator/result.csv?requests=1&per=month&input=1M&output=0&q=gpt")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert list(csv.DictReader(StringIO(response.content.decode("utf-8-sig")))) == []
    response = client.get("/calculator/result.csv?requests=1&per=month&input=300k&output=10")
    (row,) = csv.DictReader(StringIO(response.content.decode("utf-8-sig")))
    assert (row["model_id"], row["usd_per_month"], row["tiers_above"]) == (
        *("openai/gpt-5", "3.0002", "200000"),
    )
    assert client.get("/calculator/result.csv?input=x").status_code == 400


def test_the_csv_executes_no_upstream_name(client):
    make_offering(make_model("x/y", name="=cmd|' /C calc'!A0"), input_price="1", output_price="1")
    make_version()
    text = client.get("/calculator/result.csv").content.decode()
    assert "'=cmd" in text
    assert ",=cmd" not in text


def test_upstream_names_are_escaped(client):
    model = make_model("x/z", name="<script>alert(1)</script>")
    make_offering(model, provider_model_id="<b>", input_price="1", output_price="1")
    make_version()
    assert b"<script>alert" not in client.get("/calculator/").content


HOSTILE = [
    "?input=%ED%A0%80",
    "?q=%00",
    "?q=" + "x" * 5000,
    "?" + "&".join(f"{n}-input=1" for n in range(500)),
    "?" + "&".join("vision=yes" for _ in range(500)),
    "?now=1e999999",
    "?growth=-0",
    "?page=" + "9" * 5000,
    "?steps=200&input=100000000&output=100000000&added=100000000&requests=1000000000",
    "?maker=%22%3E%3Cscript%3E",
    "?do=" + "add" * 999,
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize(
    "address", ["/calculator/", "/calculator/result.csv", "/models/meta/llama/calculator/"]
)
def test_answers_or_rejects_a_hostile_query(client, address, query):
    for headers in ({}, HTMX):
        response = client.get(address + query, headers=headers)
        assert response.status_code in {200, 302, 400}
        assert b'"><script>' not in response.content


def test_the_calculator_of_one_model(client):
    html = client.get("/models/meta/llama/calculator/?input=1000").content.decode()
    assert "Groq" in html
    assert "Gpt" not in html
    assert "1 offer. Cheapest: Llama on Groq, " in html
    assert "/calculator/?requests=1000&amp;per=day&amp;input=1000&amp;output=500" in html


def test_the_calculator_of_one_model_counts_its_offers(client):
    llama = CanonicalModel.objects.get(path="meta/llama")
    make_offering(llama, "openrouter", input_price="3", output_price="4", context=8000)
    make_version()
    html = client.get("/models/meta/llama/calculator/?input=1000").content.decode()
    assert "2 offers. Cheapest: Llama on Groq, " in html


def test_the_calculator_of_one_model_for_htmx(client):
    response = client.get("/models/meta/llama/calculator/?input=1e", headers=HTMX)
    html = response.content.decode()
    assert 'id="id_input-error"' in html
    assert "<html" not in html
    assert client.get("/models/meta/none/calculator/").status_code == 404


def test_the_calculator_of_one_model_shows_growth_and_savings(client):
    html = client.get("/models/meta/llama/calculator/?now=180&growth=10").content.decode()
    table = html.partition('<table class="table cards costs ranked">')[2]
    head, _body, rest = table.partition("</thead>")
    row = rest.partition("</tr>")[0]
    assert head.count("<th ") == row.count("<th ") + row.count("<td ") == 8


def test_htmx_replaces_the_message_of_every_field(client):
    html = client.get("/calculator/?input=x&2-input=9", headers=HTMX).content.decode()
    assert re.search(
        r'id="id_input-error"\s+data-hx-swap-oob="true">Enter a number, e\.g\. 500', html
    )
    for name in ("id_requests", "id_2-added", "id_now", "id_growth"):
        assert re.search(rf'id="{name}-error"\s+data-hx-swap-oob="true"></p>', html), name


def test_the_model_page_carries_the_form(client):
    html = client.get("/models/meta/llama/").content.decode()
    assert 'hx-get="/models/meta/llama/calculator/"' in html


def test_both_languages(client):
    assert client.get("/zh-hant/calculator/").status_code == 200


def test_an_empty_catalogue_has_an_empty_result(client):
    Offering.objects.all().delete()
    CatalogueVersion.objects.all().delete()
    assert "No matching offers." in client.get("/calculator/").content.decode()


def test_proposes_what_may_replace_an_offer(client):
    other = make_model("openai/gpt-6", kind="chat")
    make_offering(other, "azure", provider_model_id="x", input_price="0.5", context=500_000)
    make_version()
    response = client.get("/calculator/?instead=openai/gpt-5", follow=True)
    assert response.context["replaced"].offer.provider == "openai"
    assert "Replace" in response.content.decode()
    wrong = client.get("/calculator/?instead=openai/none", follow=True)
    assert "No model or offer has this ID." in wrong.content.decode()
    assert wrong.context["result"] is None
    assert client.get("/calculator/result.csv?instead=openai/none").status_code == 400


def test_deprecated_offers_compete_only_where_asked_for(client):
    old = make_model("openai/gpt-3")
    make_offering(
        old,
        "openai",
        provider_model_id="gpt-3",
        input_price="0.1",
        output_price="0.1",
        status="deprecated",
    )
    make_version()
    response = client.get("/calculator/")
    assert "openai/gpt-3" not in [row.offer.model for row in response.context["page"]]
    assert ("deprecated by the provider", 1) in response.context["exclusions"]
    too = response.context["deprecated_too"].text
    ranked = client.get(f"/calculator/{too}").context["page"]
    assert ranked[0].offer.model == "openai/gpt-3"
    own = client.get("/models/openai/gpt-3/calculator/").content.decode()
    assert '<span class="tag caution">deprecated</span>' in own
    assert "instead=openai%2Fgpt-3" in own


def test_only_named_models_are_ranked_and_can_be_compared(client):
    address = "/calculator/?requests=5&per=day&input=2000&output=500&models=meta/llama"
    page = client.get(address)
    assert {row.offer.model for row in page.context["page"].object_list} == {"meta/llama"}
    assert page.context["compared"] == ()
    both = client.get(f"{address},openai/gpt-5", follow=True)
    assert both.context["compared"] == ("meta/llama", "openai/gpt-5")
    link = (
        "/compare/meta/llama/vs/openai/gpt-5/?requests=5&amp;per=day&amp;input=2000&amp;output=500"
    )
    assert f'href="{link}"' in both.text
    assert not client.get("/calculator/?models=no/body", follow=True).context["rows"]


def test_draws_costs_by_hit_rate_where_a_prompt_is_cached(client):
    html = client.get("/calculator/?input=1000&output=0&cached=90", follow=True).content.decode()
    assert '<input type="range" id="id_hits" name="hits" min="0" max="100"' in html
    assert html.count('class="cost"') == 2
    assert 'aria-labelledby="hit-chart-title"' in html
    assert 'id="hit-rates"' not in client.get("/calculator/?input=5").content.decode()


def test_the_value_of_the_slider_follows(client):
    html = client.get("/calculator/?cached=90&hits=30", headers=HTMX).content.decode()
    assert re.search(r'<output id="id_hits-value"[^>]*data-hx-swap-oob="true">30%</output>', html)
    wrong = client.get("/calculator/?cached=90&hits=x").content.decode()
    assert '<input type="text" id="id_hits"' in wrong
