"""Why offers were matched to one model."""

import pytest
from django.utils import translation

from catalog.identity.upstream_ids import DISTILLED
from pages.model_page.matching import MatchedOffer, doubt_text, match_groups
from tests.factories import make_model, make_offering


@pytest.mark.django_db
def test_groups_by_basis_and_rules_largest_first():
    model = make_model()
    alone = make_offering(model, "a", "own/a", basis="alias")
    usual = [
        make_offering(model, key, f"own/{key}", rules=["Folders of a gateway"]) for key in "bc"
    ]
    groups = match_groups([alone, *usual])
    assert [(group.basis, group.rules_text) for group in groups] == [
        ("rule", "Folders of a gateway"),
        ("alias", ""),
    ]
    assert groups[0].offers == (MatchedOffer("B", "own/b", ""), MatchedOffer("C", "own/c", ""))


def test_a_model_without_offers_has_no_groups():
    assert match_groups([]) == []


def test_translates_a_doubt_with_its_names():
    doubt = DISTILLED.format(theirs="meta/a", ours="meta/a-distill")
    with translation.override("en"):
        assert doubt_text(doubt) == doubt
    with translation.override("zh-hant"):
        assert "資料來源稱為 meta/a" in doubt_text(doubt)
        assert doubt_text(doubt).endswith("meta/a-distill")


def test_keeps_a_doubt_that_it_does_not_know():
    with translation.override("zh-hant"):
        assert doubt_text("something else") == "something else"
