"""What was no longer on sale on a past day."""

import pytest

from catalog.as_of.catalogue import read_catalogue
from catalog.as_of.withdrawn import former_offerings, former_offers, withdrawn_model
from catalog.models import CanonicalModel, Offering
from tests.catalog.as_of.conftest import columns
from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db


def former_on(day, path="openai/gpt-5"):
    catalogue = read_catalogue(day)
    model = catalogue.models.get(path) or withdrawn_model(path, catalogue)
    return {
        (one.provider.key, one.withdrawn_on, one.input_price)
        for one in former_offerings(model, catalogue)
    }


def test_offers_that_had_ended_have_their_last_prices(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(3)})
    publish(DAYS[2], openai={"gpt-5": at(2)}, acme={"gpt-5": at(4)})
    publish(DAYS[4], openai={"gpt-5": at(2)})
    publish(DAYS[6], openai={"gpt-5": at(2)}, acme={"gpt-5": at(5)})
    publish(DAYS[8], openai={"gpt-5": at(2)})
    assert former_on(DAYS[3]) == set()
    assert former_on(DAYS[4]) == {("acme", DAYS[4], 4)}
    assert former_on(DAYS[6]) == set()
    assert former_on(DAYS[8]) == {("acme", DAYS[8], 5)}


def test_a_model_without_an_offer_has_the_facts_of_its_last_day(publish):
    publish(DAYS[0], openai={"gpt-5": at(2, limit={"context": 8}), "gpt-4": at(1)})
    publish(DAYS[3], openai={"gpt-4": at(1)})
    today = CanonicalModel.objects.get(path="openai/gpt-5")
    past = withdrawn_model("openai/gpt-5", read_catalogue(DAYS[3]))
    expected = columns(today) | {"last_seen": None}
    assert columns(past) == expected
    publish(DAYS[5], openai={"gpt-5": at(9), "gpt-4": at(1)})
    assert columns(withdrawn_model("openai/gpt-5", read_catalogue(DAYS[4]))) == expected


def test_a_model_that_came_later_is_unknown(publish):
    publish(DAYS[0], openai={"gpt-4": at(1)})
    publish(DAYS[3], openai={"gpt-4": at(1), "gpt-5": at(1)})
    assert withdrawn_model("openai/gpt-5", read_catalogue(DAYS[2])) is None
    assert withdrawn_model("openai/none", read_catalogue(DAYS[2])) is None


def test_a_provider_that_left_is_named_as_today(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(3)})
    publish(DAYS[2], openai={"gpt-5": at(2)})
    assert former_on(DAYS[2]) == {("acme", DAYS[2], 3)}


def test_reads_one_model_in_one_query(publish, django_assert_num_queries):
    publish(DAYS[0], openai={"gpt-5": at(2), "gpt-4": at(1)})
    publish(DAYS[2], openai={"gpt-4": at(2)})
    gone = Offering.objects.get(provider_model_id="gpt-5")
    with django_assert_num_queries(1):
        (offer,) = former_offers(DAYS[2], model=gone.model_id)
    assert (offer.pk, offer.valid_to) == (gone.pk, DAYS[2])
