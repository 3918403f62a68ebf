"""Pulls of small payloads, and editors."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User

from catalog.decisions import DecisionKind
from catalog.models import Offering
from config.daily.pull import pull
from config.identity.decide import Draft, decide
from tests.payloads import offering, payload, write

NOW = datetime(2026, 5, 31, 6, 15, tzinfo=UTC)
LLAMA, MIXTRAL = "meta/llama-3-2-1b-instruct", "mistral/mistral-large-2407"


def day(number):
    return date(2026, 5, number)


@pytest.fixture
def say(tmp_path):
    """A function that pulls offers: provider -> list of model ids, as of a day of May."""

    def say(number, **providers):
        content = payload(
            **{
                provider: {name: offering(name, name=name) for name in names}
                for provider, names in providers.items()
            }
        )
        return pull(write(tmp_path / "payload.json", content), day=day(number), now=NOW)

    return say


@pytest.fixture
def two_models(say):
    say(
        1,
        acme=["llama-3.2-1b-instruct"],
        other=["llama-3.2-1b-instruct"],
        third=["mistral-large-2407"],
    )


@pytest.fixture
def editor(db):
    return User.objects.create_superuser("anna")


@pytest.fixture
def take(editor):
    """A function that decides: `take("model", key, target)`."""

    def take(kind, key, target="", provider=""):
        return decide(Draft(DecisionKind(kind), key, target, provider), by=editor, now=NOW)

    return take


def matches():
    rows = Offering.objects.live().values_list("provider__key", "model__path")
    return dict(rows)
