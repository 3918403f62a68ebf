"""Tables of the changelog: keys, selections and constraints."""

from datetime import date

import pytest
from django.db import IntegrityError

from changelog.models import (
    KEYS_PER_OWNER,
    Change,
    Grouping,
    ModelRevision,
    ProviderRevision,
    Trend,
    interval_key,
)
from tests.changelog.factories import DAYS, GPT, at

pytestmark = pytest.mark.django_db


def test_keys_of_one_owner_follow_the_days_and_never_meet_the_next_owners():
    assert interval_key(7, DAYS[0]) < interval_key(7, DAYS[1]) < interval_key(8, date.min)
    assert date(2871, 1, 1).toordinal() < KEYS_PER_OWNER


@pytest.mark.parametrize(("day", "prices"), [(0, [2]), (2, [2]), (3, [1]), (9, [1])], ids=str)
def test_selects_the_interval_of_a_day(publish, day, prices):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[3], openai={"gpt-5": at(1)})
    rows = ModelRevision.objects.as_of(DAYS[day]).values_list("input_price", flat=True)
    assert list(rows) == prices
    assert ModelRevision.objects.open().get().input_price == 1


def test_an_interval_ends_after_it_begins(publish):
    publish(DAYS[0], openai={"gpt-5": GPT})
    with pytest.raises(IntegrityError):
        ProviderRevision.objects.update(valid_to=DAYS[0])


def test_a_change_has_an_offering_and_a_model_or_neither(publish):
    publish(DAYS[0], openai={"gpt-5": GPT})
    grouping = Grouping.objects.get()
    with pytest.raises(IntegrityError):
        Change.objects.create(
            number=1,
            day=DAYS[0],
            kind="price",
            provider=grouping.offering.provider,
            offering=grouping.offering,
        )


def test_significant_changes_leave_out_noise(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(1, shiny=1)})
    assert Change.objects.count() == 3
    fields = [change.field for change in Change.objects.all().newest_significant(5)]
    assert fields == ["output", "input"]


@pytest.mark.parametrize("method", ["for_reading", "for_model_page"])
def test_lines_are_read_in_one_query(publish, method, django_assert_num_queries):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(1)})
    with django_assert_num_queries(1):
        for change in getattr(Change.objects, method)():
            assert (change.provider.name, change.price_new is not None) == ("Openai", True)


def test_rows_have_names(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(1)})
    for table in (Change, Grouping, ModelRevision, ProviderRevision, Trend):
        assert str(table.objects.order_by("pk")[0])
