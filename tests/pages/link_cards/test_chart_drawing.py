"""A step chart as a picture."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from catalog.display.money import price_text
from changelog.history.chart import BandStep, Series, Step, draw
from pages.link_cards.chart_drawing import ChartCard, draw_chart

FIRST, LAST = date(2026, 5, 1), date(2026, 5, 30)
CARD = ChartCard("Model Ledger", "GPT 5", "Input price", "2026-05-30", (("recommended", "Offer"),))


def picture(*keys: str, card: ChartCard = CARD, band: bool = False) -> Image.Image:
    middle = date(2026, 5, 15)
    series = [
        Series(key, [Step(FIRST, middle, Decimal(n), ""), Step(middle, None, Decimal(9), "")])
        for n, key in enumerate(keys, start=1)
    ]
    bounds = [BandStep(FIRST, None, Decimal(1), Decimal(8), "")] if band else []
    chart = draw(series, FIRST, LAST, lambda label, _value: label, band=bounds)
    return Image.open(BytesIO(draw_chart(card, chart, price_text)))


def test_a_png_of_1200_by_630():
    image = picture("recommended", "o1", "lowest")
    assert (image.format, image.size) == ("PNG", (1200, 630))


@pytest.mark.parametrize("keys", [("recommended", "own"), ("recommended", "o1")])
def test_lines_differ_by_their_strokes(keys):
    assert picture(*keys).tobytes() != picture("recommended", "median").tobytes()


def test_the_band_is_drawn():
    assert picture("recommended", band=True).tobytes() != picture("recommended").tobytes()


def test_any_title_and_legend_fit():
    endless = ChartCard("S" * 300, "T" * 300, "U" * 300, "F" * 300, (("own", "L" * 300),) * 9)
    assert picture("recommended", card=endless).size == (1200, 630)
