"""The query string of a price history."""

import pytest
from django.http import QueryDict

from changelog.history.offer_choice import LONGEST, MOST_OFFERS, PriceQuery, offer_key
from tests.factories import make_model, make_offering


def read(text: str) -> PriceQuery:
    return PriceQuery.read(QueryDict(text))


@pytest.mark.parametrize("text", ["", "?days=90", "?days=30&offer=a%3Ab&offer=c%3Ad%2Fe"])
def test_a_state_has_one_query_string(text):
    assert read(text.removeprefix("?")).text == text


@pytest.mark.parametrize(
    "text, offers",
    [
        ("offer=a:b&offer=a:b", ("a:b",)),
        ("offer=b&offer=a", ("b", "a")),
        ("offer=%00a&offer=" + "x" * (LONGEST + 1), ()),
        ("&".join(f"offer={n}" for n in range(9)), tuple(map(str, range(MOST_OFFERS)))),
    ],
)
def test_offers_are_bounded(text, offers):
    assert read(text).offers == offers


def test_links_keep_the_offers():
    query = read("days=30&offer=a:b")
    assert dict(query.periods) == {
        30: "?days=30&offer=a%3Ab",
        90: "?days=90&offer=a%3Ab",
        365: "?days=365&offer=a%3Ab",
        None: "?offer=a%3Ab",
    }
    assert query.without_offers == "?days=30"


@pytest.mark.django_db
def test_an_offer_is_named_by_provider_and_model_id():
    assert offer_key(make_offering(make_model(), "acme", "x/y:free")) == "acme:x/y:free"
