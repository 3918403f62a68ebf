"""A maker's releases, and the families that the feed names among them."""

from decimal import Decimal

import pytest

from catalog.models import Maker
from pages.makers.families import Release, families_of, most_common_name, releases_of
from tests.factories import DAY, make_maker, make_model

OPENAI = Maker(slug="openai", name="OpenAI")


def release(family="gpt", released="2025", withdrawn_on=None, **prices):
    usd = {"input": None, "output": None} | prices
    return Release("openai/gpt-5", "GPT-5", family, released, **usd, withdrawn_on=withdrawn_on)


def families(*releases):
    return families_of(OPENAI, releases)


@pytest.mark.django_db
def test_releases_are_by_name_with_withdrawn_ones_in_one_query(django_assert_num_queries):
    make_model("openai/b", label="B", withdrawn_on=DAY)
    make_model("openai/a", label="A", family="gpt", input_price="1.25", output_price="10")
    make_model("meta/llama")
    openai = make_maker("openai")
    with django_assert_num_queries(1):
        found = releases_of(openai)
    assert [(one.path, one.withdrawn_on) for one in found] == [
        ("openai/a", None),
        ("openai/b", DAY),
    ]
    assert (found[0].family, found[0].input, found[0].output) == ("gpt", Decimal("1.25"), 10)


@pytest.mark.parametrize(
    "prices, priced",
    [({}, False), ({"input": Decimal(1)}, False), ({"input": Decimal(0), "output": 0}, True)],
)
def test_a_release_is_priced_with_both_prices(prices, priced):
    assert release(**prices).priced is priced


def test_a_release_has_the_url_of_its_model():
    assert release().url == "/models/openai/gpt-5/"


def test_spellings_of_one_slug_are_one_family_by_its_most_common_name():
    (family,) = families(release("GPT"), release("gpt"), release("gpt"))
    assert (family.name, family.url, family.live) == ("gpt", "/makers/openai/gpt/", 3)


@pytest.mark.parametrize(
    "ignored",
    [release(""), release("…"), release("old", withdrawn_on=DAY)],
    ids=["no family", "no letter for a slug", "withdrawn"],
)
def test_a_family_has_a_live_model_and_a_slug(ignored):
    assert families(ignored) == []


def test_the_largest_family_comes_first_and_equals_by_name():
    found = families(release("sora"), release("o"), release("gpt"), release("gpt"))
    assert [family.name for family in found] == ["gpt", "o", "sora"]


def test_the_newest_release_is_that_of_a_live_model():
    newest = release(released="2026", withdrawn_on=DAY)
    (family,) = families(release(released="2024-05"), release(released=""), newest)
    assert family.newest == "2024-05"


def test_the_first_of_equally_common_names_wins():
    assert most_common_name([release("GPT"), release("gpt")]) == "GPT"
