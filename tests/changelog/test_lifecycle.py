"""The lifecycle: new, retired, withdrawn and returned models, and what does not count as such."""

from datetime import timedelta

import pytest

from catalog.models import CanonicalModel, MovedModel
from config.kept_pages.keeper import KEEPER
from tests.changelog.factories import DAYS, GPT

pytestmark = pytest.mark.django_db

MOVES = {"name": "Other", "canonical_model_id": "openai/gpt-5-chat"}


def listed(client, name):
    KEEPER.clear()  # only a page that is rendered has a context
    return client.get("/lifecycle/").context[name]


def test_lists_new_withdrawn_returned_and_deprecated(client, publish):
    old = {
        "name": "GPT 4",
        "family": "gpt",
        "release_date": "2024-01-01",
        "cost": {"input": 9, "output": 9},
    }
    new = {"name": "GPT 5", "family": "gpt", "release_date": "2025-01-01", "status": "deprecated"}
    publish(DAYS[0], openai={"gpt-4": old, "gpt-x": GPT})
    publish(DAYS[1], openai={"gpt-4": old})
    publish(DAYS[2], openai={"gpt-4": old, "gpt-5": new, "gpt-x": GPT})
    publish(DAYS[3], openai={"gpt-5": new, "gpt-x": GPT})
    page = client.get("/lifecycle/").context
    assert [model.slug for model in page["new"]] == ["gpt-5"]
    ((withdrawn, successor),) = page["withdrawn"]
    assert (withdrawn.slug, withdrawn.input_price, successor.slug) == ("gpt-4", 9, "gpt-5")
    assert [change.offering.provider_model_id for change in page["returned"]] == ["gpt-x"]
    assert [offering.provider_model_id for offering in page["deprecated"]] == ["gpt-5"]


def test_a_moved_model_is_not_withdrawn(client, publish):
    """Not even if one of its offerings is withdrawn on the day on which the others move."""
    publish(DAYS[0], acme={"gpt-5": GPT, "openai/gpt-5": GPT, "gpt-4": GPT})
    publish(DAYS[1], acme={"gpt-5": GPT | MOVES, "gpt-4": GPT})
    moved = CanonicalModel.objects.get(withdrawn_on=DAYS[1])
    assert MovedModel.objects.get(path=moved.path).model.path == "openai/gpt-5-chat"
    assert listed(client, "withdrawn") == []


def test_leaves_out_older_days(client, publish):
    publish(DAYS[0], openai={"gpt-4": GPT, "gpt-x": GPT})
    publish(DAYS[1], openai={"gpt-4": GPT | {"name": "GPT 4"}})
    publish(DAYS[2], openai={"gpt-4": GPT | {"name": "GPT 4"}, "o5": {"name": "o5"}})
    assert len(listed(client, "withdrawn")) == 1
    assert len(listed(client, "new")) == 1
    publish(DAYS[2] + timedelta(days=95), openai={"gpt-4": GPT, "o5": {"name": "o5"}})
    assert listed(client, "withdrawn") == []
    assert list(listed(client, "new")) == []


def test_retirements_of_live_offerings_soonest_first(client, publish):
    dated = [GPT | {"deprecation_date": f"2026-0{month}-01"} for month in (9, 7, 8)]
    publish(DAYS[0], openai=dict(zip(("a", "b", "c"), dated, strict=True)))
    publish(DAYS[1], openai=dict(zip(("a", "b"), dated[:2], strict=True)))
    assert [one.day.month for one in listed(client, "retirements")] == [7, 9]


def test_takes_few_queries(client, publish, django_assert_max_num_queries):
    publish(DAYS[0], openai={f"gpt-{n}": GPT | {"name": f"GPT {n}"} for n in range(9)})
    publish(DAYS[1], openai={f"gpt-{n}": GPT | {"name": f"GPT {n}"} for n in range(4, 14)})
    with django_assert_max_num_queries(9):
        client.get("/lifecycle/")


# Successors: by the rule of alternatives


def family(name, released, **facts):
    modalities = {"input": ["text", "image"], "output": ["text"]}
    return (
        GPT
        | {"name": name, "family": "gpt", "release_date": released, "modalities": modalities}
        | facts
    )


@pytest.mark.parametrize(
    ("later", "follows"),
    [
        ({}, True),
        ({"limit": {"context": 200_000}}, True),
        ({"limit": {"context": 1000}}, False),
        ({"limit": {}}, False),
        ({"tool_call": False}, False),
        ({"modalities": {"input": ["text"], "output": ["text"]}}, False),
        ({"modalities": {"input": ["text", "image"], "output": ["audio"]}}, False),
        ({"release_date": "2025-01-01"}, False),
    ],
)
def test_a_successor_can_do_what_the_model_could(client, publish, later, follows):
    able = {"limit": {"context": 100_000}, "tool_call": True}
    old = {"gpt-4": family("GPT 4", "2025-06-01", **able)}
    new = {"gpt-5": family("GPT 5", "2026-01-01", **(able | later))}
    publish(DAYS[0], openai=old | new)
    publish(DAYS[1], openai=new)
    ((_withdrawn, successor),) = client.get("/lifecycle/").context["withdrawn"]
    assert (successor.slug if successor else None) == ("gpt-5" if follows else None)


def test_a_model_of_another_type_follows_none(client, publish):
    speech = {"gpt-tts": family("GPT TTS", "2026-01-01")}
    publish(DAYS[0], openai={"gpt-ocr": family("GPT OCR", "2025-06-01")} | speech)
    publish(DAYS[1], openai=speech)
    ((_withdrawn, successor),) = client.get("/lifecycle/").context["withdrawn"]
    assert successor is None


def test_the_next_newest_follows_where_the_newest_cannot(client, publish):
    later = {
        "gpt-5": family("GPT 5", "2026-01-01"),
        "gpt-tts": family("GPT TTS", "2026-02-01"),
    }
    publish(DAYS[0], openai={"gpt-4": family("GPT 4", "2025-06-01")} | later)
    publish(DAYS[1], openai=later)
    ((_withdrawn, successor),) = client.get("/lifecycle/").context["withdrawn"]
    assert successor.slug == "gpt-5"
