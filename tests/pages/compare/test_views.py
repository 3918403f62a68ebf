"""Models side by side."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.best import best_of
from catalog.models import MovedModel
from pages.compare.comparison import compare_url
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


def lines(page):
    return {str(line.fact.label): line for group in page.context["groups"] for line in group.lines}


def test_two_models_stand_side_by_side(client):
    page = client.get(TWO)
    assert page.status_code == 200
    assert [c.model.path for c in page.context["columns"]] == ["anthropic/claude", "openai/gpt-5"]
    assert "4× the cost of Gpt 5" in page.content.decode()
    assert "<title>Claude – Gpt 5 compared · Model Ledger</title>" in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/compare/openai/gpt-5/vs/anthropic/claude/",
        "/compare/openai/gpt-5/vs/anthropic/claude/vs/openai/gpt-5/",
    ],
)
def test_any_order_leads_to_the_one_address(client, address):
    answer = client.get(f"{address}?only=differences")
    assert (answer.status_code, answer["Location"]) == (301, f"{TWO}?only=differences")


def test_a_moved_model_leads_to_where_it_went(client):
    llama = make_model("meta/llama-new")
    MovedModel.objects.create(path="meta/llama-old", model=llama, moved_on=DAY)
    answer = client.get("/compare/meta/llama-old/vs/openai/gpt-5/")
    assert (answer.status_code, answer["Location"]) == (
        301,
        compare_url(["meta/llama-new", "openai/gpt-5"]),
    )


def test_a_model_may_be_called_versus(client):
    for path in ("a/vs", "vs/vs", "vs/b"):
        make_model(path)
    address = compare_url(["vs/b", "a/vs", "vs/vs"])
    assert [column.model.path for column in client.get(address).context["columns"]] == [
        "a/vs",
        "vs/b",
        "vs/vs",
    ]


@pytest.mark.parametrize("tail", ["no/body/", "no/body/vs/openai/gpt-5/", "a/b/vs/" * 7 + "a/b/"])
def test_nobodys_id_is_not_found(client, tail):
    assert client.get(f"/compare/{tail}").status_code == 404


def test_who_leads_is_marked_where_all_is_known(client):
    said = lines(client.get("/compare/anthropic/claude/vs/openai/gpt-5/"))
    assert [cell.best for cell in said["Input"].cells] == [False, True]
    assert [cell.best for cell in said["Context"].cells] == [False, True]
    unknown = lines(client.get("/compare/meta/llama/vs/openai/gpt-5/"))
    assert not any(cell.best for cell in unknown["Input"].cells)
    assert not any(cell.best for cell in unknown["Tool calling"].cells)


def test_a_chosen_channel_brings_its_prices(client):
    page = client.get(f"{TWO}?anthropic/claude=azure")
    assert [cell.best for cell in lines(page)["Input"].cells] == [True, False]
    assert page.context["query"] == "?anthropic/claude=azure"
    assert b"Azure</option>" in page.content


def test_only_differences_leaves_out_what_all_say_alike(client):
    assert "Knowledge cutoff" in client.get(TWO).content.decode()
    html = client.get(f"{TWO}?only=differences").content.decode()
    assert "Knowledge cutoff" not in html
    assert "Context" in html


def test_a_channel_that_is_not_there_is_the_recommended_one(client):
    assert client.get(f"{TWO}?anthropic/claude=nobody&x=%00").context["query"] == ""


def test_the_picker_adds_what_it_finds(client):
    page = client.get("/compare/openai/gpt-5/?q=cluade&openai/gpt-5=inference")
    assert f'href="{TWO}?openai/gpt-5=inference"' in page.content.decode()


def test_a_search_that_finds_nothing_says_so(client):
    assert "No model is found by “zzzz”" in client.get("/compare/?q=zzzz").content.decode()


def test_six_models_cost_no_more_queries_than_two(client, django_assert_max_num_queries):
    paths = ["openai/gpt-5", "anthropic/claude", "meta/llama"]
    for number in range(3):
        model = make_model(f"xai/grok-{number}", input_price="1", output_price="2")
        for provider in range(20):
            make_offering(model, f"p{provider}", input_price="1", output_price="2")
        paths.append(model.path)
    with django_assert_max_num_queries(8):
        page = client.get(compare_url(paths))
    assert len(page.context["columns"]) == 6
    assert b"Six models are the most" in page.content


def test_htmx_gets_the_table_and_its_address(client):
    part = client.get(f"{TWO}?only=differences&azure=", headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert part["HX-Push-Url"] == f"{TWO}?only=differences"


def test_alternatives_lead_here(client):
    make_model("openai/gpt-x", input_price="1.5", output_price="12", context=400000)
    rescore_all()
    html = client.get("/models/openai/gpt-5/").content.decode()
    assert 'href="/compare/openai/gpt-5/vs/openai/gpt-x/"' in html


def test_addresses_follow_the_language():
    with translation.override("zh-hant"):
        assert compare_url(["b/b", "a/a"]) == "/zh-hant/compare/a/a/vs/b/b/"
    assert compare_url([]) == "/compare/"


@given(st.lists(st.none() | st.integers(0, 5), min_size=2, max_size=6))
def test_a_leader_is_never_beaten_and_never_alone_with_silence(values):
    best = best_of(values, min)
    if any(best):
        assert None not in values
        assert all(
            (value == min(values)) is leads for value, leads in zip(values, best, strict=True)
        )
        assert not all(best)


def test_suggestions_are_options_with_addresses(client):
    part = client.get("/search/?q=cluade", headers={"HX-Request": "true"}).content.decode()
    assert 'role="option"' in part
    assert 'data-href="/models/anthropic/claude/"' in part
    assert "1 suggestion" in part
    beside = client.get("/search/?q=cluade&beside=openai/gpt-5", headers={"HX-Request": "true"})
    assert f'data-href="{TWO}"' in beside.content.decode()


def test_suggestions_asked_for_as_a_page_are_the_list(client):
    assert client.get("/search/?q=gpt 5")["Location"] == "/models/?q=gpt+5"


@pytest.mark.parametrize("beside", ["%00/%00", "a/b/c", "/", "a/" + "x" * 9999])
def test_hostile_neighbours_are_answered(client, beside):
    answer = client.get(f"/search/?q=gpt&beside={beside}", headers={"HX-Request": "true"})
    assert answer.status_code in {200, 400}
