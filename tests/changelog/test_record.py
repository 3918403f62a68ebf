"""A day's changes: what is recorded, and that a second payload of the day replaces them."""

import pytest

from catalog.models import Snapshot
from changelog.models import Change, Grouping, ModelRevision, ProviderRevision
from config.daily import rebuild
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


def test_a_rebuild_writes_equal_rows_with_equal_keys(publish):
    publish(DAYS[0], openai={"gpt-5": GPT, "gpt-4": GPT}, acme={"x": GPT})
    publish(DAYS[1], openai={"gpt-5": CHEAPER})
    publish(DAYS[1], openai={"gpt-5": GPT, "gpt-4": CHEAPER})
    publish(DAYS[4], openai={"gpt-5": CHEAPER, "gpt-4": CHEAPER}, acme={"x": GPT})
    tables = (Change, Grouping, ModelRevision, ProviderRevision)
    before = [list(table.objects.order_by("pk").values_list()) for table in tables]
    rebuild()
    assert [list(table.objects.order_by("pk").values_list()) for table in tables] == before
    assert Snapshot.objects.count() == 4


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
