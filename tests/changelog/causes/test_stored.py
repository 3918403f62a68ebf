"""Entries read from recorded changes: whose they are, and which days belong to a page."""

import pytest

from changelog.causes.rules import Cause
from changelog.causes.stored import read_events
from changelog.forms import ChangelogQuery
from tests.changelog.factories import DAYS, GPT, at

pytestmark = pytest.mark.django_db
ALL = ChangelogQuery()


def causes(query, *days):
    told = read_events(query, days)
    return {day: [event.cause for event in events] for day, events in told.items()}


def test_the_maker_is_known(publish):
    publish(DAYS[0], acme={"gpt-5": at(2)}, openai={"gpt-5": at(2)})
    publish(DAYS[1], acme={"gpt-5": at(1)}, openai={"gpt-5": at(1)})
    ((event,),) = read_events(ALL, [DAYS[1]]).values()
    assert event.first.own
    assert [line.first.own for line in event.lines] == [True, False]


def test_a_blip_is_told_on_the_day_on_which_it_ended_alone(publish):
    for day, price in enumerate((2, 1, 2)):
        publish(DAYS[day], openai={"gpt-5": at(price)})
    assert causes(ALL, DAYS[1]) == {}
    assert causes(ALL, DAYS[2]) == {DAYS[2]: [Cause.BLIP]}
    assert causes(ChangelogQuery(direction="down"), DAYS[1], DAYS[2]) == {}


def test_a_release_at_two_providers_is_one_event(publish):
    publish(DAYS[0], acme={"gpt-5": GPT}, openai={"gpt-5": GPT})
    six = GPT | {"name": "GPT 6"}
    both = {"gpt-5": GPT, "gpt-6": six}
    publish(DAYS[1], acme=both, openai=both)
    assert causes(ALL, DAYS[1]) == {DAYS[1]: [Cause.MODEL_ADDED]}


@pytest.mark.parametrize(("size", "number"), [(25, 1), (50, 1), (5, 2)])
def test_the_size_selects_changes(publish, size, number):
    publish(DAYS[0], acme={"gpt-5": at(2)}, other={"claude": at(2, name="Claude")})
    publish(DAYS[1], acme={"gpt-5": at(1)}, other={"claude": at(1.8, name="Claude")})
    assert len(causes(ChangelogQuery(size=size), DAYS[1])[DAYS[1]]) == number


def test_takes_one_query(publish, django_assert_num_queries):
    publish(DAYS[0], acme={"gpt-5": at(2)})
    publish(DAYS[1], acme={"gpt-5": at(1)})
    with django_assert_num_queries(1):
        read_events(ALL, DAYS[:2])
