"""The texts and figures of link previews, and their HTTP."""

import pytest

from pages.link_cards import views
from tests.factories import DAY, make_model, make_offering, make_provider, make_version

pytestmark = pytest.mark.django_db
MODEL = "/models/meta/llama/card.png"


@pytest.fixture
def cards(monkeypatch):
    """The cards that the views draw."""
    drawn = []
    monkeypatch.setattr(views, "draw", lambda card: drawn.append(card) or b"png")
    return drawn


@pytest.fixture
def llama():
    make_version()
    facts = {"name": "Llama", "context": 16384, "provider_count": 5}
    return make_model("meta/llama", input_price="0.01", output_price="0.02", **facts)


def values(card):
    return [figure.value for figure in card.figures]


@pytest.mark.usefixtures("llama")
def test_a_model_has_prices_context_and_providers(client, cards):
    client.get(MODEL)
    (card,) = cards
    assert (card.title, card.under) == ("Llama", "Meta | meta/llama")
    assert values(card) == ["$0.010", "$0.020", "16K", "1"]
    assert card.foot == "Data of 2026-05-12"


def test_unknown_figures_are_dashes(client, cards):
    make_model("meta/llama")
    client.get(MODEL)
    assert values(cards[0]) == ["–", "–", "–", "0"]


def test_names_that_the_fonts_lack_are_replaced_by_ids(client, cards, llama):
    llama.label, llama.maker.name = "模型", "\N{ROCKET}"
    llama.save()
    llama.maker.save()
    client.get(MODEL)
    assert (cards[0].title, cards[0].under) == ("meta/llama", "meta | meta/llama")


@pytest.mark.usefixtures("llama")
def test_a_comparison_has_the_prices_of_known_models(client, cards):
    make_model("xai/grok", name="Grok")
    client.get("/compare/meta/llama/vs/no/body/vs/xai/grok/card.png")
    (card,) = cards
    assert card.title == "Llama, Grok"
    assert [(f.label, f.value, f.under) for f in card.figures] == [
        ("Llama", "$0.010", "$0.020"),
        ("Grok", "–", "–"),
    ]


def test_a_comparison_of_unknown_models_has_a_title(client, cards):
    client.get("/compare/no/body/card.png")
    assert (cards[0].title, cards[0].figures) == ("Compare models", ())


@pytest.mark.usefixtures("llama")
def test_the_site_counts_what_is_live(client, cards):
    make_model("xai/gone", withdrawn_on=DAY)
    make_provider("gone", withdrawn_on=DAY)
    make_offering(make_model("meta/other"), withdrawn_on=DAY)
    client.get("/card.png")
    assert values(cards[0]) == ["2", "1", "1", "1"]


def test_an_empty_catalogue_has_no_date(client, cards):
    client.get("/card.png")
    assert (cards[0].foot, values(cards[0])) == ("", ["0"] * 4)


@pytest.mark.usefixtures("llama")
@pytest.mark.parametrize("address", [MODEL, "/compare/meta/llama/card.png", "/card.png"])
def test_is_a_png_with_an_etag(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_an_unknown_model_has_no_card(client):
    assert client.get(MODEL).status_code == 404
