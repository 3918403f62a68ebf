"""The lines of a price chart, without a database."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.domain.prices import Prices
from catalog.models import CanonicalModel, Offering, Provider
from changelog.history.price_lines import (
    OfferPriceInterval,
    RecommendedInterval,
    ShownPrices,
    draw_lines,
    price_lines,
    split_by_doubts,
)
from changelog.intervals import Interval

FIRST, LAST = date(2026, 5, 1), date(2026, 5, 30)
OWN = Offering(pk=1, provider=Provider(pk=1, name="Own", maker_id=7), provider_model_id="x")
OTHER = Offering(pk=2, provider=Provider(pk=2, name="Other"), provider_model_id="x")
MODEL = CanonicalModel(pk=1, maker_id=7)


def held(offering, usd, start=FIRST, end=None, **options) -> OfferPriceInterval:
    prices = Prices(input=Decimal(usd), output=Decimal(usd))
    return OfferPriceInterval(start, end, offering, prices, **options)


def recommended(offering, usd, start=FIRST, end=None) -> RecommendedInterval:
    return RecommendedInterval(start, end, offering, Decimal(usd), Decimal(usd))


def lines(offers, chosen):
    labels = {1: "Own", 2: "Other"}
    return price_lines("input", ShownPrices(MODEL, offers, chosen, (), labels, FIRST, LAST))


def test_the_spread_is_that_of_all_offers():
    (spread,) = lines([held(OWN, 3), held(OTHER, 1)], [recommended(OWN, 3)]).spread
    assert (spread.lowest, spread.cheapest, spread.median) == (1, "Other", 2)


def test_the_makers_own_price_has_no_second_line_where_it_is_recommended():
    assert lines([held(OWN, 3), held(OTHER, 1)], [recommended(OWN, 3)]).own == ()


def test_the_makers_own_price_where_another_offer_is_recommended():
    (step,) = lines([held(OWN, 3), held(OTHER, 1)], [recommended(OTHER, 1)]).own
    assert (step.value, step.label) == (3, "Maker’s own (Own)")


@pytest.mark.parametrize("doubtful, lowest", [(False, 1), (True, 3)])
def test_a_doubtful_price_is_not_published(doubtful, lowest):
    offers = [held(OWN, 3), held(OTHER, 1, doubtful=doubtful)]
    assert lines(offers, [recommended(OWN, 3)]).spread[0].lowest == lowest


D3, D5, D9 = (date(2026, 5, day) for day in (3, 5, 9))


@pytest.mark.parametrize(
    ("doubts", "pieces"),
    [
        ([], [(FIRST, D9, False)]),
        ([(D9, None)], [(FIRST, D9, False)]),  # after it
        ([(D3, D5)], [(FIRST, D3, False), (D3, D5, True), (D5, D9, False)]),
        ([(FIRST, D5)], [(FIRST, D5, True), (D5, D9, False)]),
        ([(D3, None)], [(FIRST, D3, False), (D3, D9, True)]),
        ([(D3, D5), (D5, None)], [(FIRST, D3, False), (D3, D5, True), (D5, D9, True)]),
    ],
)
def test_only_the_days_of_a_doubt_are_doubtful(doubts, pieces):
    found = split_by_doubts(held(OTHER, 1, end=D9), [Interval(*days) for days in doubts])
    assert [(one.start, one.end, one.doubtful) for one in found] == pieces


BY_EDITOR = frozenset({"prices.input"})


def test_a_corrected_stretch_is_marked_on_each_line_that_shows_it():
    offers = [
        held(OTHER, 1, end=D5, corrected=BY_EDITOR),
        held(OTHER, 1, start=D5),
        held(OWN, 3),
    ]
    found = lines(offers, [recommended(OTHER, 1)])
    assert [(one.start, one.end, one.corrected) for one in found.recommended] == [
        (FIRST, D5, True),
        (D5, None, False),
    ]
    chart = draw_lines(found, FIRST, LAST)
    assert chart.spans[0].texts[0] == "Recommended (Other), corrected: $1.00"
    assert chart.spans[1].texts[0] == "Recommended (Other): $1.00"
    assert {line.key: len(line.corrected) for line in chart.lines} == {
        "recommended": 1,
        "own": 0,
        "lowest": 1,
        "median": 0,
    }
    assert chart.corrected.startswith("M0 ")
    assert chart.corrected.count("M") == 1  # two lines at one price are marked once


def test_only_the_corrected_price_is_marked():
    offer = held(OTHER, 1, corrected=frozenset({"prices.output"}))
    assert (offer.input_corrected, offer.output_corrected) == (False, True)
    assert draw_lines(lines([offer], [recommended(OTHER, 1)]), FIRST, LAST).corrected == ""


def test_draws_the_recommended_line_on_top():
    chart = draw_lines(lines([held(OWN, 3), held(OTHER, 1)], [recommended(OWN, 3)]), FIRST, LAST)
    assert [line.key for line in chart.lines] == ["recommended", "own", "lowest", "median"]
    assert chart.spans[0].texts == (
        "Recommended (Own): $3.00",
        "Lowest (Other): $1.00",
        "Median of 2 offers: $2.00",
    )


def test_no_chart_without_a_price():
    assert draw_lines(lines([], []), FIRST, LAST) is None
