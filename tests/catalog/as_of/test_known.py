"""A past day with the corrections that were known then."""

from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.as_of.catalogue import read_catalogue
from catalog.domain.corrections import Target
from config.corrections import end_correction, record_correction
from tests.config.test_corrections import (  # noqa: F401
    DAY,
    MODEL,
    correct,
    draft,
    feed,
    say,
)

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 5, 20, 12, tzinfo=UTC)
BEFORE = date(2026, 5, 19)


def facts_of(catalogue):
    [offer] = [one for one in catalogue.offerings if one.provider.key == "acme"]
    model = catalogue.models[MODEL]
    return offer.input_price, model.context, offer.provider.name, model.maker.name


@pytest.fixture
def corrected(say):  # noqa: F811
    """Values of an offer, its model, provider and maker, corrected eight days later."""
    say(feed())
    about = [
        draft("prices.input", "0.01"),
        draft("context", 7, target=Target.MODEL, provider="", key=MODEL),
        draft("name", "ACME", target=Target.PROVIDER, provider="", key="acme"),
        draft("name", "Meta AI", target=Target.MAKER, provider="", key="meta"),
    ]
    for one in about:
        record_correction(one, by=None, now=LATER)


def test_works(corrected):
    assert facts_of(read_catalogue(DAY, BEFORE)) == (5, 16384, "Acme", "Meta")


@pytest.mark.parametrize("known_on", [None, LATER.date()])
def test_once_they_were_recorded_they_are_known(corrected, known_on):
    price, *others = facts_of(read_catalogue(DAY, known_on))
    assert (str(price), others) == ("0.01", [7, "ACME", "Meta AI"])


def test_an_end_was_not_known_before(say):  # noqa: F811
    say(feed())
    made = correct()
    say(feed(price=6), 1)
    end_correction(made.pk, by=None, now=LATER)
    day = DAY + timedelta(days=1)
    assert facts_of(read_catalogue(day))[0] == 6
    assert str(facts_of(read_catalogue(day, BEFORE))[0]) == "0.01"
