"""Links of the feed: for their own offers, for offers of the same name, for later days."""

import pytest

from catalog.identity.canonicalise import Basis, Listing, canonicalise, canonicalise_day
from catalog.identity.memory import NO_MEMORY
from catalog.identity.rules.steps import LINKS, REMEMBERED

PRO = "zhipuai/glm-9-pro"
WIDE = [Listing(provider, "glm-9-pro", "") for provider in "xyz"]


def sell(name, providers, links=""):
    """Return offers of a name; the providers in `links` link theirs to GLM 9 Pro."""
    return [Listing(p, name, "", upstream=PRO if p in links else None) for p in providers]


VOTES = {
    "all linked": ("abc", "abc", [], PRO),
    "one linked of two": ("ab", "a", [], PRO),
    "one linked of many, the other name not sold": ("abcde", "a", [], PRO),
    "one linked of many, both widely sold": ("abcde", "a", WIDE, "zhipuai/glm-9"),
    "most linked, both widely sold": ("abcde", "abcd", WIDE, PRO),
    "one linked of a name that few sell": ("a", "a", WIDE, PRO),
}


@pytest.mark.parametrize("providers, linked, others, expected", VOTES.values(), ids=VOTES)
def test_an_offer_without_a_link_follows_the_linked_of_its_name(
    providers, linked, others, expected
):
    rows = [*sell("glm-9", providers, linked), Listing("unlinked", "z-ai/glm-9", ""), *others]
    found = canonicalise(rows)["unlinked", "z-ai/glm-9"]
    assert found.id == expected
    assert (LINKS.key in found.rules) is (expected == PRO)
    assert found.basis is not Basis.UPSTREAM


@pytest.mark.parametrize(
    "providers, upstream, expected",
    [
        ("a", "other/quark-2", "mlab/orbit-9"),
        ("ab", "other/quark-2", "other/quark-2"),
        # The same maker, or a word in common: one link is enough.
        ("a", "mlab/quark-2", "mlab/quark-2"),
        ("a", "other/orbit-nine", "other/orbit-nine"),
    ],
)
def test_one_link_to_a_name_with_nothing_in_common_teaches_nothing(providers, upstream, expected):
    rows = [Listing(p, "mlab/orbit-9", "", upstream=upstream) for p in providers]
    found = canonicalise([*rows, Listing("z", "mlab/orbit-9", "")])
    assert found["a", "mlab/orbit-9"].id == upstream
    assert found["z", "mlab/orbit-9"].id == expected


def test_links_of_nicknames_do_not_take_the_date_from_a_dated_name():
    # Both stand under the date that the maker sells; only the nickname may lead elsewhere.
    nickname = Listing("b", "mistral-medium-3.1", "", upstream="mistral/mistral-medium")
    found = canonicalise([Listing("mistral", "mistral-medium-2508", ""), nickname])
    assert found["mistral", "mistral-medium-2508"].id == "mistral/mistral-medium-2508"
    assert found["b", "mistral-medium-3.1"].id == "mistral/mistral-medium"


def test_linked_offers_that_disagree_teach_nothing():
    rows = [Listing("a", "glm-9", "", upstream=PRO), Listing("b", "glm-9", "", upstream="a/b-1")]
    found = canonicalise([*rows, Listing("c", "glm-9", "")])
    assert found["c", "glm-9"].id == "zhipuai/glm-9"


@pytest.mark.parametrize(
    "model_id, upstream, doubt",
    [
        ("gpt-9-2027-01-02", "openai/gpt-9", "no-date|gpt-9|gpt-9-2027-01-02"),
        ("m/orbit-3-120b", "m/orbit-3", "no-size|orbit-3|orbit-3-120b"),
        ("glm-9-distill-x", "zhipuai/glm-9", "distillation|glm-9|glm-9-distill-x"),
        ("gpt-9-turbo", "mistral/mistral-large-9", "model|mistral-large-9|gpt-9-turbo"),
        ("gpt-9-2-image", "openai/gpt-9-1-image", "version|gpt-9-1-image|gpt-9-2-image"),
        ("gpt-9-image", "openai/gpt-8-2", "version|gpt-8-2|gpt-9-image"),
        ("m/orbit-12b-v3-vl", "m/orbit-v3-vl", "no-size|orbit-v3-vl|orbit-12b-v3-vl"),
    ],
)
def test_a_doubted_link_is_shown_and_teaches_nothing(model_id, upstream, doubt):
    rows = [Listing("a", model_id, "", upstream=upstream), Listing("b", model_id, "")]
    found, memory = canonicalise_day(rows, NO_MEMORY, "2027-01-01")
    assert found["a", model_id].doubt == doubt
    assert found["a", model_id].id == found["b", model_id].id != upstream
    assert memory.links == {}


LINKED = Listing("a", "glm-9", "", upstream=PRO, released="2027-01-01", limits=(8, 8))
LATER = {
    "the same offer": ({}, PRO),
    "another price": ({"prices": (1, 1)}, PRO),
    "other limits": ({"limits": (9, 9)}, PRO),
    "another release day": ({"released": "2027-05-05"}, "zhipuai/glm-9"),
    "no release day, the same limits": ({"released": ""}, PRO),
    "no release day, other limits": ({"released": "", "limits": (9, 9)}, "zhipuai/glm-9"),
}


@pytest.mark.parametrize("facts, expected", LATER.values(), ids=LATER)
def test_a_link_of_an_earlier_day_holds_while_the_id_means_the_same(facts, expected):
    _, memory = canonicalise_day([LINKED, *WIDE], NO_MEMORY, "2027-01-02")
    values = {"released": LINKED.released, "limits": LINKED.limits} | facts
    later = [Listing("a", "glm-9", "", **values), *sell("glm-9", "bcd"), *WIDE]
    found, _ = canonicalise_day(later, memory, "2027-01-03")
    assert found["a", "glm-9"].id == expected
    assert (REMEMBERED.key in found["a", "glm-9"].rules) is (expected == PRO)


def test_links_of_earlier_days_teach_offers_of_later_days():
    _, memory = canonicalise_day(sell("glm-9", "ab", "ab"), NO_MEMORY, "2027-01-02")
    found, _ = canonicalise_day(sell("glm-9", "c"), memory, "2027-01-03")
    assert found["c", "glm-9"].id == PRO


def test_links_of_today_outrank_those_of_earlier_days():
    _, memory = canonicalise_day(sell("glm-9", "ab", "ab"), NO_MEMORY, "2027-01-02")
    today = [Listing("a", "glm-9", "", upstream="zhipuai/glm-9-air"), Listing("c", "glm-9", "")]
    found, _ = canonicalise_day(today, memory, "2027-01-03")
    assert {identity.id for identity in found.values()} == {"zhipuai/glm-9-air"}


def test_a_link_is_kept_with_its_days():
    rows = sell("glm-9", "a", "a")
    _, memory = canonicalise_day(rows, NO_MEMORY, "2027-01-02")
    _, memory = canonicalise_day(rows, memory, "2027-01-03")
    _, memory = canonicalise_day([], memory, "2027-01-04")
    link = memory.links["a", "glm-9"]
    assert (link.first_day, link.last_day) == ("2027-01-02", "2027-01-03")
