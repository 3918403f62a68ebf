"""The app's start: it registers how price trends of a past day are drawn."""

from django.apps import apps

from catalog.as_of.derivations import DERIVATIONS
from changelog.history.sparklines import trends_on


def test_registers_the_trends(monkeypatch):
    monkeypatch.setattr(DERIVATIONS, "trends", None)
    apps.get_app_config("changelog").ready()
    assert DERIVATIONS.trends is trends_on
