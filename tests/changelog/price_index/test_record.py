"""The links of the price index in the database, written by the real pull."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from changelog.models import IndexLink
from changelog.price_index.links import Measure, Tier
from changelog.price_index.record import record_links
from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db
CLAUDE = {"name": "Claude"}


def ratios(measure: Measure = Measure.RECOMMENDED, tier: Tier = Tier.ALL) -> list[Decimal]:
    rows = IndexLink.objects.filter(measure=measure, tier=tier).order_by("day")
    return list(rows.values_list("ratio", flat=True))


def link_of(day: date, measure: Measure = Measure.RECOMMENDED) -> IndexLink:
    return IndexLink.objects.get(day=day, measure=measure, tier=Tier.ALL)


def test_the_first_day_is_compared_with_nothing(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    first = link_of(DAYS[0])
    assert (first.ratio, first.matched, first.arrived) == (1, 0, 1)
    assert IndexLink.objects.count() == len(Measure) * len(Tier)


def test_each_day_is_compared_with_the_day_on_record_before(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, anthropic={"claude": at(4, **CLAUDE)})
    publish(DAYS[4], openai={"gpt-5": at(0.5)}, anthropic={"claude": at(4, **CLAUDE)})
    publish(DAYS[9], openai={"gpt-5": at(0.5)}, anthropic={"claude": at(16, **CLAUDE)})
    assert ratios() == [1, Decimal("0.5"), 2]
    assert ratios(Measure.OWN) == [1, Decimal("0.5"), 2]


def test_adding_and_withdrawing_models_moves_nothing(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, anthropic={"claude": at(4, **CLAUDE)})
    publish(DAYS[1], openai={"gpt-5": at(2)}, mistral={"magistral": at(9, name="Magistral")})
    assert ratios() == [1, 1]
    second = link_of(DAYS[1])
    assert (second.matched, second.arrived, second.left) == (1, 1, 1)


def test_a_cheaper_offer_moves_the_recommended_price_alone(publish):
    publish(DAYS[0], acme={"gpt-5": at(2)})
    publish(DAYS[1], acme={"gpt-5": at(2)}, other={"gpt-5": at(1)})
    assert ratios()[1] == Decimal("0.5")
    assert ratios(Measure.SAME_OFFER)[1] == 1
    assert link_of(DAYS[1], Measure.OWN).matched == 0


def test_free_and_unpriced_offers_never_enter(publish):
    free = {"name": "GPT 5", "cost": {"input": 0, "output": 0}}
    publish(DAYS[0], openai={"gpt-5": free}, anthropic={"claude": CLAUDE})
    publish(DAYS[1], openai={"gpt-5": at(2)}, anthropic={"claude": CLAUDE})
    assert link_of(DAYS[1]).matched == 0
    assert ratios() == [1, 1]


def test_a_doubtful_price_never_enters(publish):
    sound = {f"p{n}": {"gpt-5": at(n + 1)} for n in range(5)}
    publish(DAYS[0], acme={"gpt-5": at(2)}, **sound)
    publish(DAYS[1], acme={"gpt-5": at(0.0001)}, **sound)
    publish(DAYS[2], acme={"gpt-5": at(2)}, **sound)
    assert ratios() == [1, 1, 1]


def test_a_price_that_is_doubted_later_does_not_move_the_index_then(publish):
    sound = {f"p{n}": {"gpt-5": at(n + 1)} for n in range(5)}
    publish(DAYS[0], acme={"gpt-5": at(0.02)})
    publish(DAYS[1], acme={"gpt-5": at(0.02)}, **sound)
    assert ratios() == [1, 1]
    assert link_of(DAYS[1]).matched == 0


def test_a_later_payload_of_a_day_replaces_its_links(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(8)})
    publish(DAYS[1], openai={"gpt-5": at(1)})
    assert ratios() == [1, Decimal("0.5")]


def test_a_rebuild_and_an_earlier_day_give_the_rows_of_an_ordered_history(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"other": at(3, name="Other")})
    publish(DAYS[2], openai={"gpt-5": at(1.3)}, acme={"other": at(7, name="Other")})
    publish(DAYS[1], openai={"gpt-5": at(1.7)}, acme={"other": at(3, name="Other")})
    before = list(IndexLink.objects.in_order().values())
    assert len(before) == 3 * len(Measure) * len(Tier)
    call_command("rebuild", verbosity=0)
    assert list(IndexLink.objects.in_order().values()) == before


def test_takes_few_queries_for_any_number_of_models(publish, django_assert_num_queries):
    publish(DAYS[0], openai={f"m{n}": at(n + 1, name=f"M {n}") for n in range(30)})
    with django_assert_num_queries(3):
        record_links(DAYS[0])
