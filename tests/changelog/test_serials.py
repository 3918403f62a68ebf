"""Serials of changes: they only grow, and whoever follows them has the present changes."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from changelog.models import Change, ChangeEntry
from changelog.serials import COLUMNS, CONTENT, record_serials
from config.daily.rebuild import rebuild
from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db


def serials() -> list[int]:
    return list(ChangeEntry.objects.order_by("serial").values_list("serial", flat=True))


def stored() -> list[tuple[object, ...]]:
    return sorted(Change.objects.order_by().values_list(*COLUMNS), key=repr)


def standing() -> list[tuple[object, ...]]:
    return sorted(ChangeEntry.objects.standing().values_list(*CONTENT), key=repr)


def test_it_works(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(3), "gpt-6": at(4)})
    assert standing() == stored() != []
    assert ChangeEntry.objects.filter(removes=None).count() == 3


def test_a_rebuild_of_the_same_adds_nothing(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, poe={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(3, limit={"context": 9}, tool_call=True)})
    publish(DAYS[2], openai={"gpt-5": at(3, modalities={"input": ["text", "image"]})}, poe={})
    before = serials()
    assert len(before) > 4
    rebuild()
    assert serials() == before
    assert standing() == stored()


def test_a_day_pulled_again_removes_what_no_longer_holds(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(3)})
    first = serials()
    publish(DAYS[1], openai={"gpt-5": at(2), "gpt-6": at(4)})
    removals = ChangeEntry.objects.exclude(removes=None)
    assert [row.removes for row in removals.order_by("serial")] == first
    assert {row.kind for row in removals} == {"removed"}
    assert set(ChangeEntry.objects.standing().values_list("kind", flat=True)) == {"arrival"}
    assert min(set(serials()) - set(first)) > max(first)


def test_a_clock_that_goes_back_gives_no_smaller_serial(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(3)})
    last = serials()[-1]
    Change.objects.update(noise=True)
    with transaction.atomic():
        assert record_serials(datetime(2020, 1, 1, tzinfo=UTC)) == 4
    assert serials()[-4:] == [last + n for n in (1, 2, 3, 4)]


def test_serials_are_exact_in_javascript(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(3)})
    assert serials()[-1] < 2**53
