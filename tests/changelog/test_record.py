"""A day's changes on record: what counts as news, and that saying it twice changes nothing."""

import pytest

from catalog.models import Snapshot
from changelog.models import Change, Grouping, ModelRevision, ProviderRevision
from config.daily import rebuild
from tests.changelog.factories import DAYS, GPT

pytestmark = pytest.mark.django_db

CHEAPER = {"name": "GPT 5", "cost": {"input": 1, "output": 8}}


def told() -> list[tuple[int, str, str]]:
    return [(row.day.day, row.kind, row.field) for row in Change.objects.in_order()]


def test_a_change_is_recorded_with_its_rows(said):
    said(DAYS[0], openai={"gpt-5": GPT})
    said(DAYS[1], openai={"gpt-5": CHEAPER})
    (change,) = Change.objects.for_reading()
    assert (change.day, change.kind, change.field) == (DAYS[1], "price", "input")
    assert (change.price_old, change.price_new, change.percent) == (2, 1, -50)
    assert (change.provider.key, change.model.path) == ("openai", "openai/gpt-5")


def test_the_first_day_on_record_is_no_news(said):
    said(DAYS[0], openai={"gpt-5": GPT})
    assert told() == []


def test_what_goes_and_comes_again_returns(said):
    said(DAYS[0], openai={"gpt-5": GPT, "gpt-4": GPT})
    said(DAYS[1], openai={"gpt-4": GPT})
    said(DAYS[2], openai={"gpt-5": CHEAPER, "gpt-4": GPT})
    assert told() == [(2, "withdrawal", ""), (3, "return", "")]


def test_a_provider_that_goes_takes_its_offerings_along(said):
    said(DAYS[0], openai={"gpt-5": GPT}, acme={"gpt-5": GPT})
    said(DAYS[1], openai={"gpt-5": GPT})
    assert told() == [(2, "withdrawal", ""), (2, "withdrawal", "")]
    assert [row.offering is None for row in Change.objects.in_order()] == [True, False]


def test_a_later_payload_of_the_day_replaces_what_the_earlier_told(said):
    said(DAYS[0], openai={"gpt-5": GPT, "gpt-4": GPT})
    said(DAYS[1], openai={"gpt-5": CHEAPER, "gpt-4": GPT})
    said(DAYS[1], openai={"gpt-5": GPT, "gpt-4": CHEAPER})
    (change,) = Change.objects.select_related("offering")
    assert change.offering.provider_model_id == "gpt-4"


@pytest.mark.parametrize("between", [{"gpt-5": CHEAPER}, {"gpt-4": GPT}, {}])
def test_a_day_that_ends_as_it_began_has_no_news(said, between):
    said(DAYS[0], openai={"gpt-5": GPT})
    said(DAYS[1], openai=between)
    said(DAYS[1], openai={"gpt-5": GPT})
    assert told() == []
    assert ModelRevision.objects.as_of(DAYS[1]).filter(model__path="openai/gpt-5").count() == 1


def test_what_only_showed_itself_between_two_payloads_arrives_later_as_new(said):
    said(DAYS[0], openai={"gpt-5": GPT})
    said(DAYS[1], openai={"gpt-5": GPT, "gpt-4": GPT})
    said(DAYS[1], openai={"gpt-5": GPT})
    said(DAYS[2], openai={"gpt-5": GPT, "gpt-4": GPT})
    assert told() == [(3, "arrival", "")]


REGROUPED = {"canonical_model_id": "openai/gpt-5-chat"}


def test_the_story_of_an_offering_follows_it_to_another_model(said):
    said(DAYS[0], openai={"gpt-5": GPT}, acme={"x": GPT | {"name": "Gpt 5"}})
    said(DAYS[1], openai={"gpt-5": GPT}, acme={"x": CHEAPER | {"name": "Gpt 5"}})
    said(DAYS[2], openai={"gpt-5": GPT}, acme={"x": CHEAPER | {"name": "Other"} | REGROUPED})
    regrouping = Change.objects.get(kind="regrouping")
    stories = Change.objects.filter(offering=regrouping.offering)
    assert set(stories.values_list("model__path", flat=True)) == {regrouping.new}
    assert Grouping.objects.as_of(DAYS[1]).get(offering=regrouping.offering).model.path == (
        regrouping.old
    )


def test_a_rebuild_gives_the_same_rows_with_the_same_numbers(said):
    said(DAYS[0], openai={"gpt-5": GPT, "gpt-4": GPT}, acme={"x": GPT})
    said(DAYS[1], openai={"gpt-5": CHEAPER})
    said(DAYS[1], openai={"gpt-5": GPT, "gpt-4": CHEAPER})
    said(DAYS[4], openai={"gpt-5": CHEAPER, "gpt-4": CHEAPER}, acme={"x": GPT})
    tables = (Change, Grouping, ModelRevision, ProviderRevision)
    before = [list(table.objects.order_by("pk").values_list()) for table in tables]
    rebuild()
    assert [list(table.objects.order_by("pk").values_list()) for table in tables] == before
    assert Snapshot.objects.count() == 4


def test_a_day_that_comes_late_takes_its_place(said):
    said(DAYS[0], openai={"gpt-5": GPT})
    said(DAYS[2], openai={"gpt-5": CHEAPER})
    said(DAYS[1], openai={"gpt-5": CHEAPER})
    assert told() == [(2, "price", "input")]


def test_a_models_revisions_follow_its_recommended_channel(said):
    said(DAYS[0], openai={"gpt-5": GPT}, acme={"gpt-5": CHEAPER})
    said(DAYS[1], acme={"gpt-5": CHEAPER})
    rows = ModelRevision.objects.filter(model__path="openai/gpt-5").order_by("valid_from")
    assert [(row.recommended.provider.key, row.input_price) for row in rows] == [
        ("openai", 2),
        ("acme", 1),
    ]
