"""Decisions of editors: which hold on a day, and as data."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.decisions import SUBJECTS, DecisionKind, IdentityDecision
from catalog.identity.decisions import Decisions
from tests.factories import DAY

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=1)


def make(kind="model", key="a/b", target="a/c", **stated):
    stated = {"first_day": DAY, "recorded_at": timezone.now()} | stated
    return IdentityDecision.objects.create(kind=kind, key=key, target=target, **stated)


@pytest.mark.parametrize(
    "stated, days",
    [
        ({}, [DAY, NEXT]),
        ({"first_day": NEXT}, [NEXT]),
        ({"undone_on": NEXT, "undone_at": timezone.now()}, [DAY]),
        ({"undone_on": DAY, "undone_at": timezone.now()}, []),
    ],
    ids=["open", "later", "undone", "undone on its day"],
)
def test_in_force(stated, days):
    make(**stated)
    on = [day for day in (DAY, NEXT) if IdentityDecision.objects.in_force(day).exists()]
    assert on == days


def test_as_data():
    make()
    make("offer", "m", "x/y", provider="acme")
    make("derivative", "a/d", "")
    make("official", "a/e", "")
    make("version", "a/f", "a/g")
    make("standalone", "a/h", "")
    make("keep", "a/i", "a/j")
    assert IdentityDecision.objects.open().as_data() == Decisions(
        offers={("acme", "m"): "x/y"},
        models={"a/b": "a/c"},
        derivatives={"a/d": True, "a/e": False},
        versions={"a/f": "a/g", "a/h": ""},
    )


@pytest.mark.parametrize(
    "stated",
    [
        {"target": ""},
        {"undone_at": timezone.now()},
        {"undone_at": timezone.now(), "undone_on": DAY - timedelta(days=1)},
    ],
    ids=["no target", "no day", "undone before"],
)
def test_the_database_refuses(stated):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**stated)


def test_the_same_is_not_decided_twice():
    make()
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_every_kind_has_a_subject():
    assert set(SUBJECTS) == set(DecisionKind)
