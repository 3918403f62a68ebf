"""The list of models: facets, columns, CSV and URLs."""

import csv
import re
from io import StringIO

import pytest

from scoring.rescore import rescore_all
from tests.factories import make_model, make_offering, make_provider, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make_version()
    make_model(
        "meta/llama", context=128000, input_price="0.1", output_price="0.1", tool_calling=True
    )
    make_model("openai/gpt", context=400000, input_price="1", output_price="9", tool_calling=True)
    make_offering(make_model("xai/grok", tool_calling=False), "groq")
    rescore_all()


def paths_of(client, query):
    return [row.path for row in client.get(f"/models/{query}").context["page"]]


@pytest.mark.parametrize(
    "query, paths",
    [
        ("?maker=meta&maker=xai", ["meta/llama", "xai/grok"]),
        ("?provider=groq", ["xai/grok"]),
        ("?tool-calling=yes&blended-max=1", ["meta/llama"]),
        ("?tool-calling=no", ["xai/grok"]),
        ("?structured-output=silent&context-min=200K", ["openai/gpt"]),
        ("?price=unknown", ["xai/grok"]),
        ("?score-cost-efficiency=50", ["meta/llama"]),
        ("?since=2024", []),
        ("?maker=nobody", ["meta/llama", "openai/gpt", "xai/grok"]),
        ("?sort=-blended", ["openai/gpt", "meta/llama", "xai/grok"]),
        ("?sort=blended", ["meta/llama", "openai/gpt", "xai/grok"]),
        ("?q=lama", ["meta/llama"]),
    ],
)
def test_filters(client, query, paths):
    assert paths_of(client, query) == paths


def test_facets_need_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get("/models/?maker=meta&q=llama")
    with django_assert_max_num_queries(2):
        client.get("/models/?maker=openai&sort=-blended&tool-calling=yes")


def test_shows_counts_beside_options(client):
    html = client.get("/models/?tool-calling=yes").content.decode()
    assert re.search(r"<span>Meta</span>\s*<span class=\"n\">1</span>", html)
    assert "<span>Xai</span>" not in html


def test_chosen_filters_can_be_removed(client):
    html = client.get("/models/?maker=meta&blended-max=1&since=2020&q=llama").content.decode()
    for chip in ("Maker: Meta", "Blended price: up to $1", "Released since 2020", "“llama”"):
        assert chip in html
    assert 'href="/models/?q=llama&amp;blended-max=1&amp;since=2020"' in html


def test_an_empty_list_suggests_filters_to_remove(client):
    html = client.get("/models/?maker=meta&context-min=200K").content.decode()
    assert "No models match all filters. Remove one to see:" in html
    assert 'href="/models/?context-min=200000"' in html


def test_an_invalid_bound_has_a_message_beside_its_field(client):
    html = client.get("/models/?blended-max=cheap").content.decode()
    assert "“cheap” isn’t a valid number. Enter a number, e.g. 0.5 or 128K." in html
    assert 'value="cheap"' in html


def test_redirects_a_form_sent_without_scripts(client):
    answer = client.get("/models/?q=&maker=xai&maker=meta&blended-min=&sort=&do=show")
    assert (answer.status_code, answer["Location"]) == (302, "/models/?maker=meta&maker=xai")


def test_htmx_gets_results_counts_and_url(client):
    part = client.get("/models/?maker=meta&q=", headers={"HX-Request": "true"})
    html = part.content.decode()
    assert "<html" not in html
    assert 'id="facet-maker" data-hx-swap-oob="innerHTML"' in html
    assert part["HX-Push-Url"] == "/models/?maker=meta"


def test_columns_are_chosen_in_the_url(client):
    html = client.get("/models/?col=blended&col=score-agents&col=tool-calling").content.decode()
    assert "Agents" in html
    assert '<td data-label="Tool calling">' in html
    assert 'id="sort-context"' not in html


def test_csv_has_the_shown_rows_and_columns(client):
    answer = client.get("/models/models.csv?tool-calling=yes&col=blended&col=maker&sort=blended")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        ["id", "name", "maker", "blended", "other_fees", "corrected"],
        ["meta/llama", "Llama", "Meta", "0.1", "", ""],
        ["openai/gpt", "Gpt", "Openai", "3", "", ""],
    ]


def test_cached_csv_keeps_its_content_type(client):
    for _again in range(2):
        assert client.get("/models/models.csv")["Content-Type"].startswith("text/csv")


def test_csv_escapes_formulas(client):
    make_model("evil/sum", name="=HYPERLINK(1)")
    make_version()
    assert "'=HYPERLINK(1)" in client.get("/models/models.csv").content.decode()


def test_a_long_facet_opens_by_a_link(client):
    model = make_model("meta/everywhere")
    for number in range(15):
        make_offering(model, f"p{number:02}")
    make_provider("x")
    make_version()
    page = client.get("/models/").content.decode()
    assert "P07" in page
    assert "P08" not in page
    assert 'href="/models/?more=provider#facet-provider"' in page
    assert "P14" in client.get("/models/?more=provider").content.decode()


def test_search_sorts_by_best_match(client):
    make_model("meta/gpt-clone", name="A gpt clone", released="2026-01-01")
    make_version()
    assert paths_of(client, "?q=gpt")[0] == "openai/gpt"
    assert paths_of(client, "?q=gpt&sort=-released")[0] == "meta/gpt-clone"


def test_links_to_the_calculator_and_the_chart_keep_the_filters(client):
    html = client.get("/models/?maker=xai&sort=blended&col=input").content.decode()
    assert 'href="/calculator/?maker=xai"' in html
    assert 'href="/explore/?maker=xai"' in html
    html = client.get("/models/?blended-max=1&tool-calling=yes").content.decode()
    address = "/calculator/?tool-calling=yes&amp;blended-max=1"
    assert f'href="{address}"' in html
    assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_shows_the_column_that_sorts_the_list(client):
    page = client.get("/models/?sort=-score-agents").context["results"]
    assert [column.key for column in page.columns][-1] == "score-agents"
    rows = client.get("/models/models.csv?sort=-score-agents").content.decode().splitlines()
    assert rows[0].endswith(",released,score-agents,other_fees,corrected")


def test_the_default_order_adds_no_column(client):
    page = client.get("/models/?col=maker").context["results"]
    assert [column.key for column in page.columns] == ["name", "maker"]
