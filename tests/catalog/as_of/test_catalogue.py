"""The catalogue as of a day: equal to what the tables held after that day, in every column."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.as_of.catalogue import by_price, past_catalogue, read_catalogue
from catalog.http import newest_data_version
from catalog.models import Offering
from config.daily.rebuild import rebuild
from tests.catalog.as_of.conftest import columns
from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db


def tables_of(day):
    catalogue = read_catalogue(day)
    return {
        "models": [columns(row) for row in catalogue.models.values()],
        "offerings": [columns(row) for row in catalogue.offerings],
        "providers": [columns(row) for row in catalogue.providers.values()],
    }


def test_a_past_day_equals_the_tables_of_that_day(record):
    assert [len(held["offerings"]) for held in record.values()] == [2, 5, 2, 3, 2]
    for day, held in record.items():
        assert tables_of(day) == held


def test_a_day_without_a_payload_equals_the_one_before(record):
    assert tables_of(DAYS[4]) == record[DAYS[3]]
    assert tables_of(DAYS[28 - 1]) == record[DAYS[9]]


def test_nothing_was_on_sale_before_the_record(record):
    assert tables_of(DAYS[0] - timedelta(days=1)) == {
        "models": [],
        "offerings": [],
        "providers": [],
    }


def test_later_days_leave_a_past_day_as_it_is(record, publish):
    publish(DAYS[12], openai={"gpt-5": at(100)}, acme={})
    rebuild()
    for day, held in record.items():
        assert tables_of(day) == held


def test_takes_eight_queries_for_any_number_of_offerings(record, django_assert_num_queries):
    for day in (DAYS[0], DAYS[3]):
        with django_assert_num_queries(8):
            read_catalogue(day)


def test_relations_ask_nothing(record, django_assert_num_queries):
    catalogue = read_catalogue(DAYS[3])
    with django_assert_num_queries(0):
        model = catalogue.models["openai/gpt-5"]
        assert model.recommended.provider.maker == model.maker
        assert model.representative in catalogue.by_model[model.pk]
        assert {one.model.path for one in catalogue.by_provider[model.recommended.provider.pk]} == {
            "openai/gpt-4",
            "openai/gpt-5",
        }


def test_offers_are_in_the_order_of_the_database(record):
    for day in (DAYS[0], DAYS[9]):
        catalogue = read_catalogue(day)
        if day == DAYS[9]:
            stored = Offering.objects.live().filter(model__path="openai/gpt-5").by_price()
            own = catalogue.by_model[catalogue.models["openai/gpt-5"].pk]
            assert [one.pk for one in by_price(own)] == [one.pk for one in stored]


def test_is_read_once_for_the_days_that_one_snapshot_covers(record, django_assert_num_queries):
    data = newest_data_version(timezone.now())
    first = past_catalogue(data.as_of(DAYS[3], DAYS[3], DAYS[3]))
    with django_assert_num_queries(0):
        assert past_catalogue(data.as_of(DAYS[4], DAYS[3], DAYS[3])) is first


def test_todays_catalogue_is_in_the_tables(record):
    with pytest.raises(ValueError, match="not as of a past day"):
        past_catalogue(newest_data_version(timezone.now()))
