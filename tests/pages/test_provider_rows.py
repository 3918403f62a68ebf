"""Rows of the list of providers without a database."""

import pytest
from django.http import QueryDict

from catalog.domain.sellers import ProviderFacts
from catalog.listing.index import ModelIndex, SoldBy
from catalog.models import Maker, Provider
from pages.provider_rows import (
    ProviderChoice,
    chosen_values,
    provider_rows,
    read_provider_choice,
)

SOLD = {
    "bedrock": SoldBy(frozenset({"eu", "silent", "us"}), plan=False),
    "club": SoldBy(frozenset({"silent"}), plan=True),
}
BEDROCK = Provider(key="bedrock", name="Bedrock", npm="@ai-sdk/amazon-bedrock")
CLUB = Provider(key="club", name="Club")
OWN = Provider(key="own", name="Own", maker=Maker(slug="own"))


def rows(*providers):
    index = ModelIndex((), {"bedrock": ProviderFacts("bedrock")}, SOLD)
    return provider_rows(providers, index)


def test_it_works():
    bedrock, club, own = rows(BEDROCK, CLUB, OWN)
    assert [row.seller_value for row in (bedrock, club, own)] == ["cloud", "plan", "maker"]
    assert (bedrock.region_text, club.region_text, own.region_text) == ("EU, US", "", "")
    assert str(bedrock.seller_text) == "Cloud or host"


def test_what_is_not_stated_has_no_text():
    (row,) = rows(Provider(key="new", name="New"))
    assert (row.seller_value, row.seller_text, row.region_text) == ("silent", "", "")


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["bedrock", "club", "own"]),
        ("region=us", ["bedrock"]),
        ("region=silent", ["bedrock", "club"]),
        ("seller=maker", ["own"]),
        ("region=eu&seller=plan", []),
    ],
)
def test_a_choice_keeps_what_fits(query, keys):
    choice = read_provider_choice(QueryDict(query))
    assert [row.key for row in rows(BEDROCK, CLUB, OWN) if choice.fits(row)] == keys
    assert "&".join("=".join(pair) for pair in choice.pairs) == query


def test_invalid_values_are_dropped():
    assert read_provider_choice(QueryDict(f"region={'x' * 999}&seller=%00")) == ProviderChoice()


def test_counts_every_region_of_a_provider():
    regions, sellers = chosen_values(rows(BEDROCK, CLUB))
    assert sorted(regions) == ["eu", "silent", "silent", "us"]
    assert sellers == ["cloud", "plan"]
