"""Histories of offers and of their fields, as known now and as known on a day."""

from datetime import UTC, date, datetime

import pytest
from django.db.models import Q

from api.days import read_days
from api.offer_history import field_intervals, offer_histories, offer_history
from api.schemas.offers import Offer, OfferRevision, TokenPrices
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def prices(history):
    return [(str(r.valid_from), str(r.valid_to), r.offer.prices.input) for r in history]


@pytest.fixture
def published(publish):
    """Prices 2, 3, gone, 3; another offer that stays."""
    for place, price in ((0, 2), (2, 3), (4, None), (6, 3)):
        own = {"gpt-5": at(price)} if price else {}
        publish(DAYS[place], now=noon(DAYS[place]), openai=own, acme={"m": at(1)})


EXPECTED = [
    ("2026-05-01", "2026-05-03", "2"),
    ("2026-05-03", "2026-05-05", "3"),
    ("2026-05-07", "None", "3"),
]


@pytest.mark.parametrize("known_on", [None, TODAY])
def test_an_offer(published, known_on):
    reading = read_days(None, known_on, TODAY)
    assert prices(offer_history(reading, "openai", "gpt-5")) == EXPECTED


@pytest.mark.parametrize("known_on", [None, TODAY])
def test_several_offers_at_once(published, known_on, django_assert_max_num_queries):
    reading = read_days(None, known_on, TODAY)
    with django_assert_max_num_queries(6):
        histories = offer_histories(reading, Q())
    assert prices(histories["openai", "gpt-5"]) == EXPECTED
    assert prices(histories["acme", "m"]) == [("2026-05-01", "None", "1")]


def test_what_was_fetched_later_was_not_known(published, publish):
    publish(DAYS[1], now=noon(DAYS[20]), openai={"gpt-5": at(9)}, acme={"m": at(1)})
    then = read_days(None, DAYS[10], TODAY)
    assert prices(offer_history(then, "openai", "gpt-5")) == EXPECTED
    now = read_days(None, DAYS[20], TODAY)
    assert prices(offer_history(now, "openai", "gpt-5"))[:2] == [
        ("2026-05-01", "2026-05-02", "2"),
        ("2026-05-02", "2026-05-03", "9"),
    ]


def test_a_superseded_payload_is_what_was_known(published, publish):
    publish(DAYS[2], now=noon(DAYS[20]), openai={"gpt-5": at(7)}, acme={"m": at(1)})
    assert prices(offer_history(read_days(None, DAYS[10], TODAY), "openai", "gpt-5")) == EXPECTED


def test_an_offer_that_only_a_superseded_payload_had(publish):
    publish(DAYS[0], now=noon(DAYS[0]), openai={"gpt-5": at(2), "gone": at(1)})
    publish(DAYS[0], now=noon(DAYS[4]), openai={"gpt-5": at(2)})
    then = read_days(None, DAYS[1], TODAY)
    assert prices(offer_history(then, "openai", "gone")) == [("2026-05-01", "None", "1")]
    assert offer_history(read_days(None, None, TODAY), "openai", "gone") == []


def revision(start, end, price, context):
    offer = Offer(context=context, prices=TokenPrices(input=price))
    return OfferRevision(DAYS[start], DAYS[end] if end else None, offer)


def test_one_field_is_merged_while_another_changes():
    history = [revision(0, 2, "1", 8), revision(2, 4, "1", 9), revision(5, None, "1", 9)]
    found = [(i.valid_from, i.valid_to, i.value) for i in field_intervals(history, "prices.input")]
    assert found == [(DAYS[0], DAYS[4], "1"), (DAYS[5], None, "1")]
    assert [i.value for i in field_intervals(history, "context")] == [8, 9, 9]
