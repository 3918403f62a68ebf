"""The real payload of the reference page's day, pulled; skipped without ../shared/data."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from catalog.models import CanonicalModel
from config.daily.pull import pull
from tests.shared_data import HISTORY, needs

DAY = date(2026, 5, 12)
FILE = HISTORY / f"{DAY}.json.gz"

pytestmark = [
    pytest.mark.django_db,
    needs(FILE),
]


def test_the_day_of_the_reference_page() -> None:
    run = pull(str(FILE), day=DAY, now=datetime(2026, 5, 12, 6, 15, tzinfo=UTC))
    assert (run.outcome, run.counts["skipped"]) == ("applied", 0)
    model = CanonicalModel.objects.for_model_page().get(path="meta/llama-3-2-1b-instruct")
    assert_the_reference_model(model)
    base = CanonicalModel.objects.get(path="meta/llama-3-2-1b")
    assert "vercel" in base.offerings.values_list("provider__key", flat=True)


def assert_the_reference_model(model: CanonicalModel) -> None:
    sold = model.offerings.values_list("provider__key", "provider_model_id")
    assert set(sold) == {
        ("chutes", "unsloth/Llama-3.2-1B-Instruct"),
        ("cloudflare-ai-gateway", "workers-ai/@cf/meta/llama-3.2-1b-instruct"),
        ("inference", "meta/llama-3.2-1b-instruct"),
        ("kilo", "meta-llama/llama-3.2-1b-instruct"),
        ("nvidia", "meta/llama-3.2-1b-instruct"),
    }
    assert (model.representative.provider.key, model.recommended.provider.key) == (
        *("chutes", "inference"),
    )
    assert (model.context, model.max_output) == (16384, 8192)
    assert (model.tool_calling, model.reasoning, model.structured_output) == (False, False, None)
    assert (model.released, model.knowledge) == ("2024-09-18", "2023-12")
    assert (model.input_price, model.output_price) == (Decimal("0.01"), Decimal("0.01"))
    assert [(c["fact"], c["values"], c["span_days"]) for c in model.conflicts] == [
        ("context_window", ["16000", "16384", "60000", "128000"], None),
        ("release_date", ["2024-09-18", "2025-01-01", "2025-04-03", "2026-01-27"], 496),
    ]
    scores = {score.rubric: score.points for score in model.scores.all()}
    assert sorted(scores.values()) == [0, 5, 10, 30, 74, 95]

    states = dict(model.offerings.values_list("provider__key", "price_state"))
    assert (states["nvidia"], states["inference"]) == ("unknown", "priced")
