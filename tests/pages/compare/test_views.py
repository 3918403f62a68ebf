"""Models side by side."""

from decimal import Decimal
from html import unescape

import pytest
from django.utils import translation

from catalog.models import CanonicalModel, MovedModel
from pages.compare.paths import compare_url
from scoring.rescore import rescore_all
from tests.factories import DAY, make_model, make_offering, make_version

pytestmark = pytest.mark.django_db
LLAMA_AND_GPT = "/compare/meta/llama-new/vs/openai/gpt-5/"
TWO = "/compare/anthropic/claude/vs/openai/gpt-5/"


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make_version()
    make_model("openai/gpt-5", input_price="1", output_price="10", context=400000)
    claude = make_model("anthropic/claude", input_price="4", output_price="40", context=200000)
    make_offering(claude, "azure", input_price="0.5", output_price="5")
    make_model("meta/llama", tool_calling=True)
    rescore_all()


def rows(page):
    return {str(row.label): row for group in page.context["groups"] for row in group.rows}


def test_compares_two_models(client):
    page = client.get(TWO)
    assert page.status_code == 200
    assert [c.model.path for c in page.context["columns"]] == ["anthropic/claude", "openai/gpt-5"]
    assert "4× the cost of Gpt 5" in page.content.decode()
    assert (
        "<title>Claude vs Gpt 5: price and spec comparison · Model Ledger</title>"
        in page.content.decode()
    )


@pytest.mark.parametrize(
    "address",
    [
        "/compare/openai/gpt-5/vs/anthropic/claude/",
        "/compare/openai/gpt-5/vs/anthropic/claude/vs/openai/gpt-5/",
    ],
)
def test_redirects_any_order_to_one_url(client, address):
    answer = client.get(f"{address}?only=differences")
    assert (answer.status_code, answer["Location"]) == (301, f"{TWO}?only=differences")


def test_redirects_a_moved_model(client):
    llama = make_model("meta/llama-new")
    MovedModel.objects.create(path="meta/llama-old", model=llama, moved_on=DAY)
    answer = client.get("/compare/meta/llama-old/vs/openai/gpt-5/")
    assert (answer.status_code, answer["Location"]) == (
        301,
        compare_url(["meta/llama-new", "openai/gpt-5"]),
    )


def test_a_model_may_be_called_vs(client):
    for path in ("a/vs", "vs/vs", "vs/b"):
        make_model(path)
    address = compare_url(["vs/b", "a/vs", "vs/vs"])
    assert [column.model.path for column in client.get(address).context["columns"]] == [
        "a/vs",
        "vs/b",
        "vs/vs",
    ]


@pytest.mark.parametrize("tail", ["no/body/", "no/body/vs/openai/gpt-5/", "a/b/vs/" * 7 + "a/b/"])
def test_an_unknown_id_answers_404(client, tail):
    assert client.get(f"/compare/{tail}").status_code == 404


def test_marks_the_best_value_only_if_all_are_known(client):
    known = rows(client.get("/compare/anthropic/claude/vs/openai/gpt-5/"))
    assert [cell.best for cell in known["Input"].cells] == [False, True]
    assert [cell.best for cell in known["Context"].cells] == [False, True]
    unknown = rows(client.get("/compare/meta/llama/vs/openai/gpt-5/"))
    assert not any(cell.best for cell in unknown["Input"].cells)
    assert not any(cell.best for cell in unknown["Tool calling"].cells)


def test_shows_the_prices_of_a_chosen_offer(client):
    page = client.get(f"{TWO}?anthropic/claude=azure")
    assert [cell.best for cell in rows(page)["Input"].cells] == [True, False]
    assert page.context["query"] == "?anthropic/claude=azure"
    assert b"Azure</option>" in page.content


@pytest.mark.parametrize("ending", ["/", ".csv", ".md"])
def test_a_providers_region_is_a_value_that_is_known(client, ending):
    claude = CanonicalModel.objects.get(path="anthropic/claude")
    for id_, price in (("anthropic.claude", "4"), ("eu.anthropic.claude", "5")):
        bedrock = {"provider_model_id": id_, "input_price": price, "output_price": "40"}
        make_offering(claude, "amazon-bedrock", **bedrock)
    address = f"{TWO.rstrip('/')}{ending}?anthropic/claude=amazon-bedrock@eu"
    answer = client.get(address)
    assert answer.status_code == 200
    assert "$5.00" in answer.text
    assert "has no value" not in answer.text
    if ending == "/":
        assert "has no value" in client.get(f"{address}x").text
    else:
        assert client.get(f"{address}x").status_code == 400


def test_only_differences_hides_equal_facts(client):
    assert "Knowledge cutoff" in client.get(TWO).content.decode()
    html = client.get(f"{TWO}?only=differences").content.decode()
    assert "Knowledge cutoff" not in html
    assert "Context" in html


def test_an_unknown_provider_falls_back_to_the_recommended_offer(client):
    assert client.get(f"{TWO}?anthropic/claude=nobody&x=%00").context["query"] == ""


def test_the_picker_links_to_a_larger_comparison(client):
    page = client.get("/compare/openai/gpt-5/?q=cluade&openai/gpt-5=inference")
    assert f'href="{TWO}?openai/gpt-5=inference"' in page.content.decode()


def test_the_picker_says_that_nothing_matches(client):
    assert (
        "No results for “zzzz”. Try fewer or shorter words."
        in client.get("/compare/?q=zzzz").content.decode()
    )


def test_six_models_need_no_more_queries_than_two(client, django_assert_max_num_queries):
    paths = ["openai/gpt-5", "anthropic/claude", "meta/llama"]
    for number in range(3):
        model = make_model(f"xai/grok-{number}", input_price="1", output_price="2")
        for provider in range(20):
            make_offering(model, f"p{provider}", input_price="1", output_price="2")
        paths.append(model.path)
    with django_assert_max_num_queries(8):
        page = client.get(compare_url(paths))
    assert len(page.context["columns"]) == 6
    assert b"You can compare up to six models. Remove one to add another." in page.content


def test_htmx_gets_the_table_and_its_url(client):
    part = client.get(f"{TWO}?only=differences&azure=", headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert part["HX-Push-Url"] == f"{TWO}?only=differences"


def test_a_model_page_links_to_comparisons(client):
    make_model("openai/gpt-x", input_price="1.5", output_price="12", context=400000)
    rescore_all()
    html = client.get("/models/openai/gpt-5/").content.decode()
    assert 'href="/compare/openai/gpt-5/vs/openai/gpt-x/"' in html


def test_urls_follow_the_language():
    with translation.override("zh-hant"):
        assert compare_url(["b/b", "a/a"]) == "/zh-hant/compare/a/a/vs/b/b/"
    assert compare_url([]) == "/compare/"


def test_costs_a_workload_and_keeps_it_in_the_url(client):
    page = client.get(f"{TWO}?requests=100&per=month&input=10000&output=0&anthropic/claude=azure")
    cells = page.context["monthly"].cells
    assert [(cell.cost.total, cell.best) for cell in cells] == [(Decimal("0.5"), True), (1, False)]
    workload = "requests=100&per=month&input=10000&output=0"
    assert page.context["query"] == f"?anthropic/claude=azure&{workload}"
    assert f'href="/calculator/?{workload}&models=anthropic/claude,openai/gpt-5"' in unescape(
        page.text
    )


def test_a_prompt_beyond_the_context_has_no_cost(client):
    make_offering(make_model("a/small"), "tiny", input_price="1", output_price="1", context=1000)
    page = client.get("/compare/a/small/?a/small=tiny&input=1001")
    assert [(cell.cost, cell.too_long) for cell in page.context["monthly"].cells] == [(None, True)]
    page = client.get("/compare/a/small/?a/small=tiny&input=1000")
    assert page.context["monthly"].cells[0].cost


def test_the_monthly_cost_is_the_first_figure(client):
    table = client.get(TWO).text.partition('<table class="table sides">')[2]
    assert table.index("Monthly cost") < table.index("Prices ($ per 1M tokens)")


def test_an_agents_steps_and_cache_count(client):
    plain = client.get(TWO).context["monthly"].cells[0].cost.total
    agent = client.get(f"{TWO}?steps=10&added=500").context["monthly"].cells[0].cost.total
    assert agent > 10 * plain


def test_a_wrong_field_has_its_message_and_no_cost(client):
    page = client.get(f"{TWO}?input=many")
    assert page.context["monthly"] is None
    assert "Enter a number, e.g. 500, 1,000 or 5K." in page.text


def test_a_form_without_scripts_leads_to_the_short_url(client):
    answer = client.get(
        f"{TWO}?requests=1000&per=day&input=2000&output=500&cached=&steps=3&do=show"
    )
    assert answer["Location"] == f"{TWO}?requests=1000&per=day&input=2000&output=500&steps=3"


@pytest.mark.parametrize("ending", ["csv", "md"])
@pytest.mark.parametrize("language", ["", "/zh-hant"])
def test_is_had_as_a_file(client, ending, language):
    address = f"{language}{TWO.rstrip('/')}.{ending}"
    answer = client.get(f"{address}?requests=100&per=month&input=10000&output=0")
    assert answer.status_code == 200
    assert "$4.00" in answer.text
    assert "$1.00" in answer.text
    assert "anthropic/claude" in answer.text.replace("\\", "")
    assert client.get(address.replace("claude/vs", "nobody/vs")).status_code == 404


def test_a_file_has_one_address_too(client):
    answer = client.get("/compare/openai/gpt-5/vs/anthropic/claude.csv?input=9")
    assert (answer.status_code, answer["Location"]) == (
        301,
        "/compare/anthropic/claude/vs/openai/gpt-5.csv?input=9",
    )
