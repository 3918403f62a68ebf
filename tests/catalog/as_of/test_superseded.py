"""A day as a payload had it: equal to the same day from its revisions."""

import pytest

from catalog.as_of.catalogue import read_catalogue
from catalog.as_of.superseded import OffersNotOnRecord
from catalog.models import Offering, Snapshot
from config.daily.rebuild import rebuild
from tests.catalog.as_of.conftest import columns
from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db


def rows_of(catalogue):
    """Return all columns, but the day on which an offer changed: a payload knows no days before."""
    rows = (*catalogue.models.values(), *catalogue.offerings, *catalogue.providers.values())
    several = [columns(row) for row in rows]
    for row in several:
        row.pop("changed_on", None)
    return several


def test_a_payload_tells_what_its_revisions_tell(record):
    for day in record:
        snapshot = Snapshot.objects.get(day=day)
        assert rows_of(read_catalogue(day, superseded=snapshot.pk)) == rows_of(read_catalogue(day))


def test_a_payload_of_which_an_offer_is_no_longer_on_record(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(2), "odd": at(1)})
    snapshot = Snapshot.objects.get(day=DAYS[1])
    Snapshot.objects.filter(pk=snapshot.pk).update(rejected_at=snapshot.fetched_at)
    rebuild()
    assert Offering.objects.count() == 1
    with pytest.raises(OffersNotOnRecord, match="odd at openai"):
        read_catalogue(DAYS[1], superseded=snapshot.pk)
