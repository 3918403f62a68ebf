"""Versions of models on real payloads, read by hand; skipped without ../shared/data."""

import pytest

from benchmarks.identity import history
from benchmarks.versions import grouped, listings_by_model
from catalog.identity.versions import parse_version
from tests.shared_data import HISTORY, SHARED, needs

LABELLED, NEWEST = "2026-07-01", "2026-05-15"
pytestmark = [
    needs(SHARED / "labels" / f"{LABELLED}.json.gz"),
    needs(HISTORY / f"{NEWEST}.json.gz"),
]


@pytest.fixture(scope="module", params=[LABELLED, NEWEST])
def current(request):
    return grouped(listings_by_model(history()[request.param]))


TRUE = {
    "anthropic/claude-opus-4-1-20250805": "anthropic/claude-opus-4-1",
    "anthropic/claude-3-5-sonnet-20240620": "anthropic/claude-3-5-sonnet-20241022",
    "google/gemini-2-5-flash-preview-05-20": "google/gemini-2-5-flash",
    "google/gemini-2-5-pro-exp-03-25": "google/gemini-2-5-pro",
    "google/gemini-3-pro-image-preview": "google/gemini-3-pro-image",
    "mistral/mistral-large-latest": "mistral/mistral-large-2512",
    "openai/gpt-4o-2024-05-13": "openai/gpt-4o",
    "stepfun/step-3-5-flash-2603": "stepfun/step-3-5-flash",
}
# GPT-4 1106 is GPT-4 Turbo; a month of Mistral's is a generation.
FALSE = ("openai/gpt-4-1106-preview", "mistral/magistral-small-2509", "mistral/mistral-large-2411")


def test_groups_what_is_one_model(current):
    assert {path: current.get(path) for path in TRUE} == TRUE


@pytest.mark.parametrize("path", FALSE)
def test_leaves_other_models_alone(current, path):
    assert path not in {*current, *current.values()}


def test_all_groups_of_a_payload_are_as_many_as_were_read(current):
    """Read by hand: 74 versions of 55 models on 2026-07-01, 80 of 59 on 2026-05-15."""
    assert 70 <= len(current) <= 85
    assert 50 <= len(set(current.values())) <= 65


def test_a_version_differs_from_the_current_one_in_its_tail_only(current):
    for path, target in current.items():
        own, base = (_base(one) for one in (path, target))
        assert own == base or own.startswith(f"{base}-"), path


def _base(path):
    version = parse_version(path)
    return version.base if version else path
