"""The biggest price changes: since which day, of which models, in which order."""

from datetime import timedelta
from decimal import Decimal

import pytest

from changelog.movers import SHOWN, biggest_movers
from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db


def named(name, price):
    return at(price, name=name)


def shares(movers):
    return [(mover.model.path, mover.share) for mover in movers]


def test_falls_and_rises(publish):
    publish(DAYS[0], openai={"gpt-5": named("GPT 5", 2), "gpt-4": named("GPT 4", 1)})
    publish(DAYS[20], openai={"gpt-5": named("GPT 5", 1), "gpt-4": named("GPT 4", 3)})
    movers = biggest_movers(DAYS[20], 30)
    assert shares(movers.falls) == [("openai/gpt-5", Decimal("-0.5"))]
    assert shares(movers.rises) == [("openai/gpt-4", 2)]


def test_another_version_of_a_model_is_no_mover(publish):
    ids = {"gpt-5": "GPT 5", "gpt-5-preview": "GPT 5 Preview", "gpt-6-preview": "GPT 6 Preview"}
    for day, price in ((0, 2), (20, 1)):
        publish(DAYS[day], openai={own: named(name, price) for own, name in ids.items()})
    movers = biggest_movers(DAYS[20], 30)
    assert [path for path, _share in shares(movers.falls)] == [
        "openai/gpt-5",
        "openai/gpt-6-preview",
    ]


def test_nothing_on_record():
    assert biggest_movers(DAYS[0], 30) is None


@pytest.mark.parametrize(("days", "since"), [(7, DAYS[13]), (30, DAYS[0])])
def test_compares_with_the_first_day_on_record_at_most(publish, days, since):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[20], openai={"gpt-5": at(1)})
    movers = biggest_movers(DAYS[20], days)
    assert movers.since == since
    assert movers.first_day == since + timedelta(days=1)


def test_leaves_out_changes_before_the_period(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[5], openai={"gpt-5": at(1)})
    assert biggest_movers(DAYS[20], 7).falls == ()


def test_a_price_that_is_back_did_not_move(publish):
    for day, price in ((0, 2), (5, 1), (10, 2)):
        publish(DAYS[day], openai={"gpt-5": at(price)})
    movers = biggest_movers(DAYS[10], 30)
    assert (movers.falls, movers.rises) == ((), ())


def test_a_price_that_changed_twice_counts_once(publish):
    for day, price in ((0, 4), (5, 2), (10, 1)):
        publish(DAYS[day], openai={"gpt-5": at(price)})
    assert shares(biggest_movers(DAYS[10], 30).falls) == [("openai/gpt-5", Decimal("-0.75"))]


def test_leaves_out_withdrawn_new_and_unpriced_models(publish):
    publish(DAYS[0], openai={"gone": named("Gone", 2), "mute": named("Mute", 2)})
    publish(DAYS[5], openai={"new": named("New", 1), "mute": {"name": "Mute"}})
    movers = biggest_movers(DAYS[5], 30)
    assert (movers.falls, movers.rises) == ((), ())


def test_another_recommended_offer_is_no_fall_but_a_switch(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(1)})
    publish(DAYS[5], acme={"gpt-5": at(1)})
    movers = biggest_movers(DAYS[5], 30)
    assert (movers.falls, movers.rises) == ((), ())
    assert shares(movers.switches) == [("openai/gpt-5", Decimal("-0.5"))]


def test_the_makers_own_price_counts_also_where_a_reseller_moved_further(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(2)})
    publish(DAYS[5], openai={"gpt-5": at(1)}, acme={"gpt-5": at(1.9)})
    assert shares(biggest_movers(DAYS[5], 30).falls) == [("openai/gpt-5", Decimal("-0.5"))]


def test_without_the_maker_the_median_of_the_same_offers_counts(publish):
    before = {key: {"gpt-5": at(price)} for key, price in (("a", 2), ("b", 4), ("c", 6))}
    publish(DAYS[0], **before)
    publish(DAYS[5], **before | {"b": {"gpt-5": at(3)}, "new": {"gpt-5": at(0.5)}})
    (mover,) = biggest_movers(DAYS[5], 30).falls
    assert (mover.before, mover.now) == (Decimal(7), Decimal("5.25"))


def test_a_cheaper_new_offer_is_no_fall(publish):
    publish(DAYS[0], acme={"gpt-5": at(3)}, beta={"gpt-5": at(4)})
    publish(DAYS[5], acme={"gpt-5": at(3)}, beta={"gpt-5": at(4)}, new={"gpt-5": at(1)})
    movers = biggest_movers(DAYS[5], 30)
    assert (movers.falls, movers.rises) == ((), ())
    assert len(movers.switches) == 1


def test_shows_the_biggest_few_in_eight_queries(publish, django_assert_num_queries):
    models = range(SHOWN + 2)
    publish(DAYS[0], openai={f"m{n}": named(f"M {n}", 10) for n in models})
    publish(DAYS[5], openai={f"m{n}": named(f"M {n}", 9 - n) for n in models})
    with django_assert_num_queries(8):
        falls = biggest_movers(DAYS[5], 30).falls
    assert [mover.model.slug for mover in falls] == [f"m{n}" for n in reversed(models)][:SHOWN]


def same_price(price):
    return {"gpt-5": {"name": "GPT 5", "cost": {"input": price, "output": price}}}


def test_a_doubtful_price_does_not_move(publish):
    others = {"acme": same_price(1), "beta": same_price(1)}
    publish(DAYS[0], **others, gamma=same_price(1))
    publish(DAYS[5], **others, gamma=same_price("0.001"))
    movers = biggest_movers(DAYS[5], 30)
    assert (movers.falls, movers.rises) == ((), ())


def test_a_price_that_is_doubtful_only_now_did_not_rise(publish):
    # Until a third offer came nothing told which of the two was wrong.
    publish(DAYS[0], acme=same_price(1), gamma=same_price("0.01"))
    publish(DAYS[5], acme=same_price(1), beta=same_price(1), gamma=same_price("0.01"))
    movers = biggest_movers(DAYS[5], 30)
    assert (movers.falls, movers.rises) == ((), ())
