"""Offerings and their revisions: which change counts as what, and which days it writes."""

from datetime import date, timedelta

import pytest

from catalog.ingest.apply import apply_payload
from catalog.models import Offering, Revision
from tests.payloads import offering, payload, read

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)
GPT = offering("gpt-5", name="GPT-5")
CHEAPER = GPT | {"cost": {"input": 0.005, "output": 0.02}}
REGROUPED = GPT | {"canonical_model_id": "openai/gpt-five"}


def apply(*offerings, day=0):
    """Apply a payload of acme with these offerings: m0, m1, …"""
    content = payload(acme={f"gpt-5-m{n}": facts for n, facts in enumerate(offerings)})
    on = DAY + timedelta(days=day)
    return apply_payload(read(content), day=on, last_seen=max(DAY, on - timedelta(days=1)))


def tally(counts):
    names = ("arrived", "changed", "returned", "withdrawn", "regrouped")
    return {name: count for name in names if (count := getattr(counts, name))}


def spans():
    """Return the days of May from which and until which each revision is valid."""
    rows = Revision.objects.order_by("offering", "valid_from")
    return [(row.valid_from.day, row.valid_to and row.valid_to.day) for row in rows]


@pytest.mark.parametrize(
    "before, after, expected",
    [
        ([], [GPT], {"arrived": 1}),
        ([GPT], [GPT], {}),
        ([GPT], [CHEAPER], {"changed": 1}),
        ([GPT], [], {"withdrawn": 1}),
        ([GPT], [GPT, GPT], {"arrived": 1}),
        ([GPT, GPT], [CHEAPER], {"changed": 1, "withdrawn": 1}),
    ],
)
def test_kinds_of_changes(before, after, expected):
    apply(*before)
    assert tally(apply(*after, day=1)) == expected


def test_an_offering_that_comes_back_has_returned():
    apply(GPT)
    apply(day=1)
    assert tally(apply(GPT, day=2)) == {"returned": 1}
    assert spans() == [(1, 2), (3, None)]


def test_other_rules_regroup_without_a_revision():
    apply(GPT)
    Offering.objects.update(rules=["plus-sign"])
    assert tally(apply(GPT, day=1)) == {"regrouped": 1}
    row = Offering.objects.get()
    assert (row.rules, row.changed_on) == ([], DAY)
    assert spans() == [(1, None)]


def test_a_change_closes_one_revision_and_opens_another():
    apply(GPT)
    apply(CHEAPER, day=3)
    assert spans() == [(1, 4), (4, None)]
    assert Offering.objects.get().changed_on == DAY + timedelta(days=3)


def test_a_later_payload_of_the_day_supersedes_the_earlier():
    apply(GPT)
    apply(CHEAPER, day=1)
    apply(GPT | {"family": "gpt"}, day=1)
    assert spans() == [(1, 2), (2, None)]


def test_a_change_taken_back_on_its_day_reopens_the_revision():
    apply(GPT)
    apply(CHEAPER, day=1)
    apply(GPT, day=1)
    assert spans() == [(1, None)]
    assert Offering.objects.get().changed_on == DAY


def test_an_arrival_withdrawn_on_its_day_leaves_no_revision():
    apply(GPT)
    apply(GPT, GPT, day=1)
    apply(GPT, day=1)
    assert spans() == [(1, None)]
    assert Offering.objects.live().count() == 1


def test_only_a_priced_offering_has_a_blended_price():
    apply(GPT, GPT | {"cost": {"input": 0, "output": 0}})
    states = dict(Offering.objects.values_list("price_state", "blended_price"))
    assert states["unknown"] is None
    assert states["priced"] is not None
