"""Why offers were matched to one model."""

import pytest

from pages.model_page.matching import MatchedOffer, match_groups
from tests.factories import make_model, make_offering


@pytest.mark.django_db
def test_groups_by_basis_and_rules_largest_first():
    model = make_model()
    alone = make_offering(model, "a", "own/a", basis="alias")
    usual = [make_offering(model, key, f"own/{key}", rules=["gateway-path"]) for key in "bc"]
    groups = match_groups([alone, *usual])
    assert [(group.basis, group.rules_text) for group in groups] == [
        ("rule", "Gateway path"),
        ("alias", ""),
    ]
    assert groups[0].offers == (MatchedOffer("B", "own/b", ""), MatchedOffer("C", "own/c", ""))


def test_a_model_without_offers_has_no_groups():
    assert match_groups([]) == []
