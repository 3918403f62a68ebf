"""A day's changes: what is recorded, and that a second payload of the day replaces them."""

import pytest

from catalog.models import Snapshot
from changelog.models import Change, Grouping, ModelRevision, PriceDoubtRevision, ProviderRevision
from config.daily.rebuild import rebuild
from tests.changelog.factories import DAYS, GPT

pytestmark = pytest.mark.django_db

CHEAPER = {"name": "GPT 5", "cost": {"input": 1, "output": 8}}


def recorded() -> list[tuple[int, str, str]]:
    return [(row.day.day, row.kind, row.field) for row in Change.objects.in_order()]


def test_a_change_has_its_provider_offering_and_model(publish):
    publish(DAYS[0], openai={"gpt-5": GPT})
    publish(DAYS[1], openai={"gpt-5": CHEAPER})
    (change,) = Change.objects.for_reading()
    assert (change.day, change.kind, change.field) == (DAYS[1], "price", "input")
    assert (change.price_old, change.price_new, change.percent) == (2, 1, -50)
    assert (change.provider.key, change.model.path) == ("openai", "openai/gpt-5")


def test_the_first_day_has_no_changes(publish):
    publish(DAYS[0], openai={"gpt-5": GPT})
    assert recorded() == []


def test_a_withdrawn_offering_that_reappears_is_a_return(publish):
    publish(DAYS[0], openai={"gpt-5": GPT, "gpt-4": GPT})
    publish(DAYS[1], openai={"gpt-4": GPT})
    publish(DAYS[2], openai={"gpt-5": CHEAPER, "gpt-4": GPT})
    assert recorded() == [(2, "withdrawal", ""), (3, "return", "")]


def test_withdrawing_a_provider_withdraws_its_offerings(publish):
    publish(DAYS[0], openai={"gpt-5": GPT}, acme={"gpt-5": GPT})
    publish(DAYS[1], openai={"gpt-5": GPT})
    assert recorded() == [(2, "withdrawal", ""), (2, "withdrawal", "")]
    assert [row.offering is None for row in Change.objects.in_order()] == [True, False]


def test_a_later_payload_of_the_day_replaces_its_changes(publish):
    publish(DAYS[0], openai={"gpt-5": GPT, "gpt-4": GPT})
    publish(DAYS[1], openai={"gpt-5": CHEAPER, "gpt-4": GPT})
    publish(DAYS[1], openai={"gpt-5": GPT, "gpt-4": CHEAPER})
    (change,) = Change.objects.select_related("offering")
    assert change.offering.provider_model_id == "gpt-4"


@pytest.mark.parametrize("between", [{"gpt-5": CHEAPER}, {"gpt-4": GPT}, {}])
def test_a_day_that_ends_as_it_began_has_no_changes(publish, between):
    publish(DAYS[0], openai={"gpt-5": GPT})
    publish(DAYS[1], openai=between)
    publish(DAYS[1], openai={"gpt-5": GPT})
    assert recorded() == []
    assert ModelRevision.objects.as_of(DAYS[1]).filter(model__path="openai/gpt-5").count() == 1


def test_an_offering_seen_only_within_a_day_arrives_later_as_new(publish):
    publish(DAYS[0], openai={"gpt-5": GPT})
    publish(DAYS[1], openai={"gpt-5": GPT, "gpt-4": GPT})
    publish(DAYS[1], openai={"gpt-5": GPT})
    publish(DAYS[2], openai={"gpt-5": GPT, "gpt-4": GPT})
    assert recorded() == [(3, "arrival", "")]


REGROUPED = {"canonical_model_id": "openai/gpt-5-chat"}


def test_changes_of_a_regrouped_offering_move_to_its_new_model(publish):
    publish(DAYS[0], openai={"gpt-5": GPT}, acme={"x": GPT | {"name": "Gpt 5"}})
    publish(DAYS[1], openai={"gpt-5": GPT}, acme={"x": CHEAPER | {"name": "Gpt 5"}})
    publish(DAYS[2], openai={"gpt-5": GPT}, acme={"x": CHEAPER | {"name": "Other"} | REGROUPED})
    regrouping = Change.objects.get(kind="regrouping")
    changes = Change.objects.filter(offering=regrouping.offering)
    assert set(changes.values_list("model__path", flat=True)) == {regrouping.new}
    assert Grouping.objects.as_of(DAYS[1]).get(offering=regrouping.offering).model.path == (
        regrouping.old
    )
    assert regrouping.reason == ["upstream"]
    assert not Change.objects.exclude(kind="regrouping").exclude(reason=[]).exists()


def test_a_rebuild_writes_equal_rows_with_equal_keys(publish):
    publish(DAYS[0], openai={"gpt-5": GPT, "gpt-4": GPT}, acme={"x": GPT})
    publish(DAYS[1], openai={"gpt-5": CHEAPER})
    publish(DAYS[1], openai={"gpt-5": GPT, "gpt-4": CHEAPER})
    publish(DAYS[4], openai={"gpt-5": CHEAPER, "gpt-4": CHEAPER}, acme={"x": GPT})
    tables = (Change, Grouping, ModelRevision, ProviderRevision)
    before = [list(table.objects.order_by("pk").values_list()) for table in tables]
    rebuild()
    assert [list(table.objects.order_by("pk").values_list()) for table in tables] == before
    assert Snapshot.objects.count() == 3  # the first of the second day was superseded


def test_a_day_pulled_later_takes_its_place(publish):
    publish(DAYS[0], openai={"gpt-5": GPT})
    publish(DAYS[2], openai={"gpt-5": CHEAPER})
    publish(DAYS[1], openai={"gpt-5": CHEAPER})
    assert recorded() == [(2, "price", "input")]


def test_model_revisions_follow_the_recommended_offering(publish):
    publish(DAYS[0], openai={"gpt-5": GPT}, acme={"gpt-5": CHEAPER})
    publish(DAYS[1], acme={"gpt-5": CHEAPER})
    rows = ModelRevision.objects.filter(model__path="openai/gpt-5").order_by("valid_from")
    assert [(row.recommended.provider.key, row.input_price) for row in rows] == [
        ("openai", 2),
        ("acme", 1),
    ]


# Doubtful prices


def sold_at(**prices):
    return {
        name: {"gpt-5": {"name": "GPT 5", "cost": {"input": price, "output": price}}}
        for name, price in prices.items()
    }


def doubts():
    rows = PriceDoubtRevision.objects.order_by("offering", "valid_from")
    return [
        (
            row.offering.provider.key,
            row.reason,
            row.valid_from.day,
            row.valid_to and row.valid_to.day,
        )
        for row in rows.select_related("offering__provider")
    ]


def marked():
    rows = Change.objects.in_order().exclude(price_doubt="").select_related("provider")
    return [(row.day.day, row.provider.key, row.kind, row.price_doubt) for row in rows]


def test_the_days_of_a_doubt_are_on_record(publish):
    publish(DAYS[0], **sold_at(acme=1, beta=1, gamma=0.01))
    publish(DAYS[1], **sold_at(acme=1, beta=1, gamma=0.02))
    publish(DAYS[2], **sold_at(acme=1, beta=1, gamma=1))
    publish(DAYS[3], **sold_at(acme=1, beta=1, gamma=100))
    assert doubts() == [("gamma", "low", 1, 3), ("gamma", "high", 4, None)]


def test_changes_from_and_to_a_doubtful_price_are_marked(publish):
    publish(DAYS[0], **sold_at(acme=1, beta=1, gamma=1))
    publish(DAYS[1], **sold_at(acme=1, beta=2, gamma=0.01))
    publish(DAYS[2], **sold_at(acme=1, beta=2, gamma=1, delta=0.0001))
    assert marked() == [
        *[(2, "gamma", "price", "low")] * 2,
        (3, "delta", "arrival", "negligible"),
        *[(3, "gamma", "price", "low")] * 2,
    ]


def test_changes_of_other_facts_are_not_marked(publish):
    publish(DAYS[0], **sold_at(acme=1, beta=1, gamma=0.01))
    renamed = sold_at(acme=1, beta=1, gamma=0.01)
    renamed["gamma"]["gpt-5"]["name"] = "GPT-5 fast"
    publish(DAYS[1], **renamed)
    assert (recorded(), marked()) == ([(2, "rename", "name")], [])


def test_a_rebuild_yields_the_same_doubts_and_marks(publish):
    publish(DAYS[0], **sold_at(acme=1, beta=1, gamma=1))
    publish(DAYS[1], **sold_at(acme=1, beta=1, gamma=0.01))
    before = doubts(), marked()
    rebuild()
    assert (doubts(), marked()) == before
