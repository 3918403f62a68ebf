"""The page of one model as Markdown: its lines, its table, and what is escaped."""

import pytest

from catalog.listing.stated import Stated
from catalog.models import CanonicalModel, MovedModel
from pages.model_page.markdown import capabilities, cost_lines, markdown_offer, summary
from scoring.rescore import rescore_all
from tests.factories import (
    DAY,
    make_model,
    make_offering,
    make_provider,
    make_snapshot,
    make_version,
)

pytestmark = pytest.mark.django_db
PAGE, OLD_PAGE = "/models/meta/llama.md", "/models/meta/llama-20250805.md"


@pytest.fixture(autouse=True)
def version() -> None:
    make_version()


def text_of(client, address=PAGE):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/markdown; charset=utf-8")
    return answer.content.decode()


def test_lists_facts_scores_costs_and_offers(client):
    make_model(
        "meta/llama", context=128_000, vision=True, input_price="1", output_price="2", family="l_3"
    )
    rescore_all()
    text = text_of(client)
    assert text.startswith("# Llama\n\n`meta/llama` · Maker: Meta\n· Family: l\\_3\n")
    for line in ("- Input per 1M tokens: $1.00", "- Image input: Yes", "- Reasoning: Not reported"):
        assert f"{line}\n" in text
    assert "/100\n" in text
    assert "| Inference | `meta/llama` | Not stated | Cloud or host | $1.00 | $2.00 | – |\n" in text


def test_lists_the_versions_and_keeps_to_its_own_figures(client):
    model = make_model("meta/llama", input_price="1", output_price="2")
    make_snapshot(model, input_price="7", output_price="7")
    for address, own, other in ((PAGE, "$1.00", "$7.00"), (OLD_PAGE, "$7.00", "$1.00")):
        text = text_of(client, address)
        assert "- undated: `meta/llama` (current)\n- 2025-08-05: `meta/llama-20250805`\n" in text
        assert (own in text, other in text) == (True, False)


def test_a_single_model_lists_no_versions(client):
    make_model("meta/llama")
    assert "Versions" not in text_of(client)


@pytest.mark.parametrize(
    "label, value",
    [
        ("Input per 1M tokens", "–"),
        ("Context", "–"),
        ("Max output", "–"),
        ("Providers", "0"),
        ("Released", "–"),
        ("Knowledge cutoff", "–"),
    ],
)
def test_a_dash_is_not_reported(label, value):
    assert dict(summary(CanonicalModel()))[label] == value


def test_capabilities_are_words():
    words = dict(capabilities(CanonicalModel(vision=True, audio=False)))
    assert (words["Image input"], words["Audio input"]) == ("Yes", "No")
    assert words["Prompt caching"] == "Not reported"


@pytest.mark.parametrize(
    "provider, own_id, price",
    [("inference", "x:free", "$0.000"), ("inference", "x", "–"), ("x-coding-plan", "x", "–")],
)
def test_a_price_of_zero_is_one_where_the_offer_is_free(provider, own_id, price):
    offering = make_offering(make_model(), provider, own_id, input_price="0", output_price="0")
    offer = markdown_offer(offering, Stated())
    assert (offer.input, offer.output) == (price, price)


def test_without_a_price_there_are_no_costs(client):
    make_model("meta/llama")
    assert cost_lines([]) == []
    assert "No comparable token price is published" in text_of(client)


def test_a_withdrawn_model_lists_neither_offers_nor_costs(client):
    model = make_model("meta/llama", withdrawn_on=DAY, input_price="1", output_price="1")
    model.offerings.update(withdrawn_on=DAY)
    text = text_of(client)
    assert "· withdrawn" in text
    assert "| Inference |" not in text
    assert "No comparable token price is published" in text


def test_upstream_texts_cannot_break_the_document(client):
    make_provider("evil", name="a|b\n# c")
    make_offering(make_model("meta/llama", name="*x*\n# y"), "evil", "i`d|e")
    text = text_of(client)
    assert "# \\*x\\* \\# y\n" in text
    assert "| a\\|b \\# c | `i'd\\|e` |" in text


def test_a_former_id_redirects_and_an_unknown_one_is_404(client):
    MovedModel.objects.create(path="meta/old", model=make_model("meta/llama"), moved_on=DAY)
    answer = client.get("/models/meta/old.md")
    assert (answer.status_code, answer["Location"]) == (301, PAGE)
    assert client.get("/models/no/body.md").status_code == 404


@pytest.mark.parametrize("offers", [1, 30])
def test_queries_do_not_grow_with_offers(client, django_assert_max_num_queries, offers):
    model = make_model("meta/llama")
    for number in range(offers):
        make_offering(model, f"p{number}")
    with django_assert_max_num_queries(6):
        text_of(client)
