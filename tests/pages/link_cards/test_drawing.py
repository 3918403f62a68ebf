"""Pictures for links: their size, what is drawn of a name, and that nothing stops them."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from catalog.domain.other_fees import FEES
from pages.link_cards import views as card_views
from pages.link_cards.drawing import (
    BOLD,
    DRAWN,
    REGULAR,
    Card,
    Figure,
    cut,
    draw,
    drawable,
    fitted,
    font,
)
from tests.factories import make_model, make_version

PRICE = Figure("Input", "$0.010", "per 1M tokens")


def picture(title="Llama", value="$0.010"):
    return draw(Card("Model Ledger", title, "Meta", (PRICE, Figure("Output", value)), "2026-05-12"))


def size_of(png):
    image = Image.open(BytesIO(png))
    image.load()
    return image.format, image.size


def test_draws_a_png_of_1200_by_630():
    assert size_of(picture()) == ("PNG", (1200, 630))
    assert len(picture()) < 60_000
    assert picture() == picture() != picture("Gemma")


@pytest.mark.parametrize(
    "name, drawn",
    [
        ("GPT-5 – Thinking", "GPT-5 – Thinking"),
        ("Café", "Café"),
        ("  two\n lines\t", "two lines"),
        ("\u0627\u0644\u0639\u0631\u0628\u064a\u0629", "the/id"),  # Arabic
        ("abc\u202edef", "the/id"),  # turned round
        ("ok \N{ROCKET}", "the/id"),
        ("nul\0", "the/id"),
        ("", "the/id"),
        ("x" * 100_000, "x" * 200),
    ],
)
def test_replaces_names_that_the_fonts_lack(name, drawn):
    assert drawable(name, "the/id") == drawn


@given(st.text(max_size=3000))
def test_draws_any_title(title):
    assert size_of(picture(drawable(title, "the/id"))) == ("PNG", (1200, 630))


@given(
    st.text(
        st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_categories=["Cc"]),
        max_size=300,
    )
)
def test_titles_fit_on_two_lines(title):
    size, lines = fitted(title, 1056)
    assert len(lines) <= 2
    assert all(font(BOLD, size).getlength(line) <= 1056 for line in lines)


def test_cuts_texts_but_not_figures():
    assert cut("a long sentence", font(REGULAR, 30), 100).endswith("...")
    assert picture(value="$123,456.789") != picture(value="$123,456.788")


def glyph(character, weight):
    mask = font(weight, 30).getmask(character)
    return mask.size, bytes(mask)


def what_cards_say():
    """What names may hold, and the words of the cards in both languages."""
    said = {chr(code) for code in range(0x180) if DRAWN.fullmatch(chr(code))}
    own = re.findall(r'\b_\("([^"]*)"\)', Path(card_views.__file__).read_text())
    for msgid in [*own, *FEES.values()]:
        for language in ("en", "zh-hant"):
            with translation.override(language):
                said |= set(translation.gettext(msgid))
    return sorted(character for character in said if not character.isspace())


@pytest.mark.parametrize("weight", [REGULAR, BOLD])
def test_fonts_have_all_characters_of_our_texts(weight):
    missing = glyph("\ue000", weight)
    said = what_cards_say()
    assert "\u6a21" in said
    assert [c for c in said if glyph(c, weight) == missing] == []


@pytest.fixture
def _catalogue(db):
    make_version()
    make_model(name="Llama", input_price="0.01", output_price="0.02", context=16384)


@pytest.mark.django_db
@pytest.mark.usefixtures("_catalogue")
@pytest.mark.parametrize(
    "address",
    [
        "/card.png",
        "/zh-hant/card.png",
        "/models/meta/llama-3-2-1b-instruct/card.png?v=1",
        "/compare/meta/llama-3-2-1b-instruct/vs/no/body/card.png",
    ],
)
def test_previews_need_few_queries(client, django_assert_max_num_queries, address):
    with django_assert_max_num_queries(4):
        answer = client.get(address)
    assert answer["Content-Type"] == "image/png"
    assert size_of(answer.content) == ("PNG", (1200, 630))
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
