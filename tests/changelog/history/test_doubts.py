"""The days on which prices were doubtful, as charts read them."""

import pytest

from catalog.models import Offering
from changelog.history.doubts import read_doubts
from changelog.intervals import Interval
from tests.changelog.factories import DAYS, at

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def doubted(publish) -> dict[str, int]:
    """Publish a price that is far off from the second day, and one of a new provider."""
    sound = {name: {"gpt-5": at(2)} for name in ("a", "b", "c")}
    publish(DAYS[0], **sound)
    publish(DAYS[1], **sound, new={"gpt-5": at(0.5)}, off={"gpt-5": at(0.01)})
    publish(DAYS[9], **sound, new={"gpt-5": at(0.5)}, off={"gpt-5": at(0.01)}, d={"x": at(1)})
    return dict(Offering.objects.values_list("provider__key", "pk"))


def test_works(doubted, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        found = read_doubts(doubted.values())
    assert dict(found) == {
        doubted["new"]: [Interval(DAYS[1], DAYS[9])],
        doubted["off"]: [Interval(DAYS[1], None)],
    }


def test_no_offers_have_no_doubts() -> None:
    assert read_doubts([]) == {}
