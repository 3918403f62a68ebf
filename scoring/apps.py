"""The app of scores: it tells the catalogue how the scores of a past day are calculated."""

from django.apps import AppConfig

from catalog.as_of.derivations import DERIVATIONS
from scoring.rules import points_by_rubric


class ScoringConfig(AppConfig):
    name = "scoring"

    def ready(self) -> None:
        DERIVATIONS.points = points_by_rubric
