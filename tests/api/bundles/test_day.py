"""The catalogue of a day as bundles take it from the database."""

from datetime import date
from decimal import Decimal

import pytest

from api.bundles import day as day_module
from api.bundles.day import CatalogueInMotion, read_day
from api.days import read_days
from catalog.models import CatalogueVersion, Snapshot
from tests.api.factories import DAYS, at
from tests.factories import make_version

pytestmark = pytest.mark.django_db


def read(day: date):
    return read_day(read_days(day, None, DAYS[27]))


def test_has_the_offers_of_the_day_in_order(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"b": at(1), "a": at(None)})
    publish(DAYS[3], openai={"gpt-5": at(3)})
    catalogue = read(DAYS[1])
    assert (catalogue.day, list(catalogue.providers)) == (DAYS[0], ["acme", "openai"])
    keys = [(offer.provider, offer.provider_model_id) for offer in catalogue.offers]
    assert keys == [("acme", "a"), ("acme", "b"), ("openai", "gpt-5")]
    assert catalogue.offers[2].facts.prices.input == Decimal(2)
    assert catalogue.offers[2].item.prices.input == "2"
    assert catalogue.payload == Snapshot.objects.order_by("day")[0].body


def test_history_ends_on_the_day(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[3], openai={"gpt-5": at(3)})
    publish(DAYS[5], openai={"gpt-5": at(4)})
    periods = read(DAYS[4]).history
    assert [(p.prices.input, p.valid_from, p.valid_to) for p in periods] == [
        (Decimal(2), DAYS[0], DAYS[3]),
        (Decimal(3), DAYS[3], None),
    ]


def test_asks_few_queries(publish, django_assert_num_queries):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"a": at(1)})
    reading = read_days(None, None, DAYS[1])
    with django_assert_num_queries(6):
        read_day(reading)


def test_reads_again_if_a_version_is_published_in_between(publish, monkeypatch):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    read_once, attempts = day_module._read, []

    def publish_meanwhile(reading):
        attempts.append(reading)
        if len(attempts) == 1:
            make_version(DAYS[0])
        return read_once(reading)

    monkeypatch.setattr(day_module, "_read", publish_meanwhile)
    assert len(read(DAYS[0]).offers) == 1
    assert len(attempts) == 2


def test_gives_up_while_versions_follow_each_other(publish, monkeypatch):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    monkeypatch.setattr(day_module, "_read", lambda reading: make_version(DAYS[0]))
    with pytest.raises(CatalogueInMotion):
        read(DAYS[0])
    assert CatalogueVersion.objects.count() == 4
