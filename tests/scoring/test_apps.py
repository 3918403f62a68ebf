"""The app's start: it registers how scores of a past day are calculated."""

from django.apps import apps

from catalog.as_of.derivations import DERIVATIONS
from scoring.rules import points_by_rubric


def test_registers_the_points(monkeypatch):
    monkeypatch.setattr(DERIVATIONS, "points", None)
    apps.get_app_config("scoring").ready()
    assert DERIVATIONS.points is points_by_rubric
