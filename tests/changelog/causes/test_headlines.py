"""Each cause in words."""

import pytest
from django.utils import translation

from changelog.causes.headlines import TEXTS
from changelog.causes.page import read_event_page
from changelog.causes.rules import Cause
from changelog.forms import ChangelogQuery
from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db

OTHER = {"other": {"o1": {"name": "o1"}}}


def many(number, price=1, **fields):
    return {f"m{n}": at(price, name=f"M {n}", **fields) for n in range(number)}


def sellers(number, **offer):
    return {f"p{n}": {"gpt-5": at(1, **offer)} for n in range(number)}


CASES = [
    (
        {"openai": {"gpt-5": at(2)}, "acme": {"gpt-5": at(2)}},
        {"openai": {"gpt-5": at(1)}, "acme": {"gpt-5": at(1)}},
        "GPT 5 on Openai: input price $2.00 → $1.00 (▼ 50%), "
        "output price $8.00 → $4.00 (▼ 50%), and 1 more offer",
    ),
    (
        {"acme": many(3, 2) | {"x": at(1, name="X"), "y": at(1, name="Y")}},
        {"acme": many(3, 1) | {"x": at(2, name="X"), "y": at(2, name="Y")}},
        "Acme: 5 models with price changes: 3 lower, 2 higher, 0 other",
    ),
    ({}, {"acme": many(1), "beta": many(1)}, "Acme: new provider with 1 offer"),
    ({"acme": many(1)}, {"acme": many(4)}, "Acme: 3 models added"),
    ({"acme": many(1)}, {"acme": many(2)}, "M 1 on Acme: added at $1.00 in, $4.00 out"),
    ({"acme": many(4)}, {"acme": many(2)}, "Acme: 2 models withdrawn"),
    ({"acme": many(2)}, {}, "Acme: provider withdrawn with its 2 offers"),
    ({"acme": many(3)}, {"beta": many(3)}, "Beta: listed as Acme until now, with 3 offers"),
    (
        {"acme": {"gpt-5": at(1)}},
        {"acme": {"openai/gpt-5": at(1)}},
        "Acme: ID changed from “gpt-5” to “openai/gpt-5”",
    ),
    (
        sellers(3),
        sellers(3, limit={"context": 9000}),
        "GPT 5: context window not reported → 9K at 3 providers",
    ),
    (
        {"acme": many(5)},
        {"acme": many(5, limit={"context": 9000, "output": 10}, reasoning=True)},
        "Acme: 5 offers edited: Limits, Capabilities",
    ),
    (
        {"acme": many(3)},
        {"acme": many(3, reasoning=True)},
        "Acme: 3 models with newly reported capabilities",
    ),
    (
        {"acme": many(2)},
        {"acme": many(2, release_date="2026-01-01")},
        "Acme: 2 edits of dates and names",
    ),
    (
        {"acme": many(1)},
        {"acme": many(1, reasoning=True)},
        "M 0 on Acme: now reports reasoning: yes",
    ),
]


def headlines(day):
    page = read_event_page(ChangelogQuery(day=day))
    return [event.headline for one in page.days for event in one.events]


@pytest.mark.parametrize(("before", "after", "headline"), CASES)
def test_headlines(publish, before, after, headline):
    publish(DAYS[0], **OTHER, **before)
    publish(DAYS[1], **OTHER, **after)
    assert headline in headlines(DAYS[1])


@pytest.mark.parametrize(
    ("between", "headline"),
    [
        (many(2) | many(1, 0), "M 0 on Acme: 2 values changed and were back after 1 day"),
        (many(2) | many(1, limit={"context": 9}),
         "M 0 on Acme: context window not reported → 9, back after 1 day"),
        (many(3), "M 2 on Acme: listed for 1 day only"),
        (many(1), "M 1 on Acme: missing for 1 day"),
        (many(2, reasoning=True), "Acme: 2 values changed and were back after 1 day"),
    ],
)  # fmt: skip
def test_headlines_of_blips(publish, between, headline):
    for day, offers in enumerate((many(2), between, many(2))):
        publish(DAYS[day], **OTHER, acme=offers)
    assert headline in headlines(DAYS[2])


def test_a_release_names_the_model(publish):
    five = {"gpt-5": at(1)}
    six = five | {"gpt-6": at(1, name="GPT 6")}
    publish(DAYS[0], acme=five, beta=five)
    publish(DAYS[1], acme=six, beta=six)
    assert headlines(DAYS[1]) == ["GPT 6: added by 2 providers"]


def test_a_model_that_three_providers_withdraw(publish):
    publish(DAYS[0], **sellers(4), **OTHER)
    left = {key: {"x": at(1, name="X")} for key in ("p0", "p1", "p2")}
    publish(DAYS[1], **left, p3={"gpt-5": at(1)}, **OTHER)
    assert "GPT 5: withdrawn by 3 providers" in headlines(DAYS[1])


def test_a_tier_that_moves_with_its_prices(publish):
    def offer(size):
        tier = {"tier": {"type": "context", "size": size}, "input": 4, "output": 8}
        return {"gpt-5": at(1, cost={"input": 1, "output": 4, "tiers": [tier]})}

    publish(DAYS[0], openai=offer(200_000), acme=offer(200_000))
    publish(DAYS[1], openai=offer(272_000), acme=offer(272_000))
    assert headlines(DAYS[1]) == [
        "GPT 5: prices of long prompts apply over 272K tokens, not 200K, at 2 providers"
    ]


def test_several_edits_of_one_model_are_one_event(publish):
    publish(DAYS[0], **sellers(3))
    publish(DAYS[1], **sellers(3, reasoning=True, attachment=True))
    assert headlines(DAYS[1]) == ["GPT 5: 2 edits at 3 providers"]


def test_the_same_edit_of_a_makers_models_names_the_maker(publish):
    def models(**fields):
        return {f"p{n}": {f"gpt-{n}": at(1, name=f"GPT {n}", **fields)} for n in (3, 4, 5)}

    publish(DAYS[0], **models())
    publish(DAYS[1], **models(reasoning=True))
    assert headlines(DAYS[1]) == ["OpenAI: now reports reasoning: yes: 3 models at 3 providers"]


def test_every_cause_has_a_text():
    assert set(TEXTS) == set(Cause)


def test_headlines_in_chinese(publish):
    publish(DAYS[0], **OTHER, acme=many(1))
    publish(DAYS[1], **OTHER, acme=many(4))
    with translation.override("zh-hant"):
        assert headlines(DAYS[1]) == ["Acme\uff1a新增 3 個模型"]
