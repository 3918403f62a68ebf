"""Intervals of matches, providers and models: when they begin and end."""

import pytest

from catalog.domain.score_inputs import ScoreInputs
from catalog.models import CanonicalModel
from changelog.models import Grouping, ModelRevision, ProviderRevision, interval_key
from changelog.revisions import clear_revisions, update_revisions
from tests.changelog.factories import DAYS, GPT, at

pytestmark = pytest.mark.django_db


def intervals(table, **which):
    rows = table.objects.filter(**which).order_by("valid_from")
    return list(rows.values_list("valid_from", "valid_to"))


def test_a_value_that_stays_keeps_one_open_interval(publish):
    for day in range(3):
        publish(DAYS[day], openai={"gpt-5": GPT | {"unknown_field": day}})
    for table in (Grouping, ProviderRevision, ModelRevision):
        assert intervals(table) == [(DAYS[0], None)]


def test_a_change_ends_one_interval_and_begins_the_next(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[2], openai={"gpt-5": at(1)})
    assert intervals(ModelRevision) == [(DAYS[0], DAYS[2]), (DAYS[2], None)]
    assert intervals(Grouping) == [(DAYS[0], None)]


def test_a_withdrawn_model_has_a_gap_and_its_offering_stays_matched(publish):
    publish(DAYS[0], openai={"gpt-5": GPT, "gpt-4": {"name": "GPT 4"}})
    publish(DAYS[1], openai={"gpt-4": {"name": "GPT 4"}})
    publish(DAYS[3], openai={"gpt-5": GPT, "gpt-4": {"name": "GPT 4"}})
    which = {"model__path": "openai/gpt-5"}
    assert intervals(ModelRevision, **which) == [(DAYS[0], DAYS[1]), (DAYS[3], None)]
    assert intervals(Grouping, **which) == [(DAYS[0], None)]


def test_a_second_payload_of_the_day_undoes_the_first(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(1)})
    publish(DAYS[1], openai={"gpt-5": at(2)})
    assert intervals(ModelRevision) == [(DAYS[0], None)]


def test_running_again_writes_nothing(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(1)})
    before = list(ModelRevision.objects.order_by("pk").values_list())
    update_revisions(DAYS[1])
    assert list(ModelRevision.objects.order_by("pk").values_list()) == before


def test_stores_the_score_inputs_of_each_model(publish):
    publish(DAYS[0], openai={"gpt-5": at(2, reasoning=True)})
    (revision,) = ModelRevision.objects.all()
    ((_pk, inputs),) = CanonicalModel.objects.score_inputs()
    assert revision.facts == inputs.to_json()
    assert ScoreInputs.from_json(revision.facts, revision.blended_price) == inputs


def test_keys_follow_owner_and_day(publish):
    publish(DAYS[0], openai={"gpt-5": GPT})
    revision = ModelRevision.objects.get()
    assert revision.pk == interval_key(revision.model_id, DAYS[0])
    assert interval_key(1, DAYS[1]) < interval_key(2, DAYS[0])


def test_takes_the_same_queries_for_any_number_of_models(publish, django_assert_num_queries):
    publish(DAYS[0], openai={f"m{n}": at(n + 1, name=f"M {n}") for n in range(30)})
    # For each table: two to undo the day, one to read; two for models, one for each other source; nothing is
    # doubtful, so that table begins no interval.
    with django_assert_num_queries(17):
        update_revisions(DAYS[1])


def test_clearing_empties_every_table(publish):
    publish(DAYS[0], openai={"gpt-5": GPT})
    clear_revisions()
    assert not any(table.objects.exists() for table in (Grouping, ProviderRevision, ModelRevision))
