"""Which corrections the pages of a day show."""

from datetime import timedelta

import pytest

from catalog.as_of.corrections import corrections_of, shown_corrections
from catalog.domain.corrections import Ending, Target
from tests.catalog.test_editorial import NOON, make_correction
from tests.factories import DAY, data_version, make_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("version")]
ENDED = {"ended_at": NOON, "ending": Ending.AGREED}


@pytest.fixture
def version():
    make_version()


def after(days):
    return DAY + timedelta(days=days)


def fields(shown):
    return [[row.field for row in rows] for rows in shown]


@pytest.fixture
def rows():
    make_correction("context", value=1)
    make_correction("released", value="2025", **ENDED, ended_on=after(2))
    make_correction("name", value="n", first_day=after(3))
    make_correction("family", verdict="intended", value=None)


# By days after the first: in force, reviewed, later.
SHOWN = {
    None: [["context", "name"], ["family"], []],
    -1: [[], [], ["context", "name"]],
    1: [["context", "released"], ["family"], ["name"]],
    2: [["context"], ["family"], ["name"]],
    3: [["context", "name"], ["family"], []],
}


@pytest.mark.parametrize("days", SHOWN)
def test_works(rows, days):
    data = data_version()
    if days is not None:
        data = data.as_of(after(days), after(days), after(days))
    assert fields(corrections_of(data, Target.OFFER, "m", "acme")) == SHOWN[days]


def test_reads_once_a_version(rows, django_assert_num_queries):
    with django_assert_num_queries(2):
        for _page in range(3):
            shown_corrections(data_version(7))


def test_of_something_else_there_is_nothing(rows):
    assert corrections_of(data_version(), Target.MODEL, "m").all == ()
