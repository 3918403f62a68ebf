"""The admin's pages of providers, offerings and revisions: prices, rules and changes."""

import pytest
from django.contrib import admin

from catalog.admin.base import NOTHING
from catalog.admin.offerings import MOST_ROWS_SHOWN, changed_facts
from catalog.models import Offering, Provider, Revision
from tests.catalog.admin.test_pages import make_revisions
from tests.factories import make_model, make_offering, make_provider

PAGE = admin.site._registry[Offering]


@pytest.mark.parametrize(
    "before, now, names",
    [
        (None, {"a": 1}, []),
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2, "b": 1}, ["a", "b"]),
        ({"a": 1, "b": 1}, {"b": 1}, ["a"]),
        ({"a": None}, {}, []),
    ],
    ids=["the first revision", "equal", "changed and new", "gone", "none is not reported"],
)
def test_changed_facts(before, now, names):
    earlier = None if before is None else Revision(facts=before)
    assert changed_facts(Revision(facts=now), earlier) == names


@pytest.mark.parametrize("field", ["rule_list", "doubt_text", "blended_usd", "input_usd"])
def test_nothing_is_an_empty_value(field):
    assert getattr(PAGE, field)(Offering(rules=[], doubt="")) == NOTHING


def test_rules_have_a_line_each():
    text = PAGE.rule_list(Offering(rules=["gateway-path", "a rule of an earlier release"]))
    assert len(text.splitlines()) == 2


@pytest.mark.django_db
def test_the_prices_of_an_unpriced_offering_are_an_empty_value():
    assert PAGE.price_table(make_offering(make_model())) == NOTHING


@pytest.mark.django_db
def test_the_oldest_revision_shown_is_compared_with_the_one_before():
    offering = make_offering(make_model())
    make_revisions(offering, *({"n": n} for n in range(MOST_ROWS_SHOWN + 1)))
    html = PAGE.revision_table(offering)
    assert html.count("<td>n</td>") == MOST_ROWS_SHOWN


@pytest.mark.django_db
def test_a_provider_links_to_its_live_offers_and_its_maker():
    page = admin.site._registry[Provider]
    provider = make_provider("groq", offering_count=7)
    html = page.offerings(provider)
    assert f"provider__id__exact={provider.pk}&amp;sold=yes" in html
    assert ">7</a>" in html
    assert page.maker_link(provider) == NOTHING
