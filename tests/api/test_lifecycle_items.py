"""The successor of a model as of a day is a model of that day."""

import pytest

from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def versions(publish):
    """Sonnet 4 is deprecated; its successor arrives on the fourth day."""
    same = {"limit": {"context": 200_000}, "modalities": {"input": ["text"], "output": ["text"]}}
    old = at(3, status="deprecated", release_date="2025-05-22", family="claude-sonnet", **same)
    new = at(3, release_date="2025-09-29", family="claude-sonnet", **same)
    old, new = old | {"name": "Claude Sonnet 4"}, new | {"name": "Claude Sonnet 4.5"}
    publish(DAYS[0], anthropic={"claude-sonnet-4": old})
    publish(DAYS[3], anthropic={"claude-sonnet-4": old, "claude-sonnet-4-5": new})


def test_a_successor(versions, get):
    (found,) = get("lifecycle")["items"]
    assert (found["provider_model_id"], found["successor"]) == (
        "claude-sonnet-4",
        "anthropic/claude-sonnet-4-5",
    )


def test_a_later_model_was_no_successor_yet(versions, get):
    (found,) = get("lifecycle", as_of=DAYS[1])["items"]
    assert found["successor"] is None
