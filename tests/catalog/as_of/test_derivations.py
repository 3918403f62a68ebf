"""What the apps above derive for a past day is registered when Django starts."""

from catalog.as_of.derivations import DERIVATIONS, Derivations
from changelog.history.sparklines import trends_on
from scoring.rules import points_by_rubric


def test_scores_and_trends_are_registered():
    assert Derivations(points_by_rubric, trends_on) == DERIVATIONS
