"""Why offers were matched to one model."""

import pytest
from pytest_django.asserts import assertInHTML

from pages.model_page.matching import MatchedOffer, match_groups
from tests.factories import make_model, make_offering


@pytest.mark.django_db
def test_groups_by_basis_and_rules_largest_first():
    model = make_model()
    alone = make_offering(model, "a", "own/a", basis="alias")
    usual = [make_offering(model, key, f"own/{key}", rules=["gateway-path"]) for key in "bc"]
    groups = match_groups([alone, *usual])
    assert [(group.basis_text, group.rules_text) for group in groups] == [
        ("Matched after normalizing the ID:", "Gateway path"),
        ("Known alias", ""),
    ]
    assert groups[0].offers == (MatchedOffer("B", "own/b", ""), MatchedOffer("C", "own/c", ""))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "basis, rules, text",
    [
        ("upstream", [], "Matched by models.dev"),
        ("upstream", ["remembered"], "Matched by models.dev on an earlier day"),
        ("rule", ["links"], "Matched after normalizing the ID: models.dev links of the same name"),
        (
            *("singleton", ["context-tail", "remembered"]),
            "Matched after normalizing the ID: Context window suffix (single size), Evidence from an earlier day",
        ),
    ],
)
def test_the_page_says_when_a_link_or_an_earlier_day_decided(client, basis, rules, text):
    make_offering(make_model(), basis=basis, rules=rules)
    html = client.get("/models/meta/llama-3-2-1b-instruct/").content.decode()
    assertInHTML(f"<dt>{text}</dt>", html)


@pytest.mark.django_db
def test_the_page_shows_a_doubted_link(client):
    make_offering(make_model(), doubt="no-date|llama|llama-20270102")
    html = client.get("/models/meta/llama-3-2-1b-instruct/").content.decode()
    assert "models.dev reports llama, but the name has a date: llama-20270102" in html


@pytest.mark.django_db
def test_offers_that_models_dev_links_are_one_group_whatever_their_rules():
    model = make_model()
    offers = [
        make_offering(model, key, basis="upstream", rules=rules)
        for key, rules in (("a", []), ("b", ["gateway-path"]))
    ]
    assert [len(group.offers) for group in match_groups(offers)] == [2]


def test_a_model_without_offers_has_no_groups():
    assert match_groups([]) == []
