"""Which announced facts the pages of a day show."""

from datetime import timedelta

import pytest

from catalog.as_of.announcements import announced_of, announcements
from catalog.domain.corrections import Target
from tests.catalog.test_editorial import NOON, announce
from tests.factories import DAY, data_version, make_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("version")]


@pytest.fixture
def version():
    make_version()


def test_works(django_assert_num_queries):
    stands = announce("quantization", value="fp8")
    announce("quantization", value="fp4", withdrawn_at=NOON)
    with django_assert_num_queries(2):
        for _page in range(3):
            assert announced_of(data_version(7), Target.OFFER, "m", "acme") == (stands,)


@pytest.mark.parametrize("days, number", [(-1, 0), (0, 1)])
def test_a_past_day_has_what_was_recorded_by_then(days, number):
    announce("quantization", value="fp8")
    day = DAY + timedelta(days=days)
    data = data_version().as_of(day, day, day)
    assert len(announcements(data)) == number
