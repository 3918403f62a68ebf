"""Snapshots superseded within their day are deleted, and a rebuild still gives equal tables."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from config.daily.pull import pull
from config.daily.rebuild import rebuild
from tests.payloads import offering, payload, write

FIRST_DAY = date(2026, 5, 1)
NOW = datetime(2026, 5, 31, 6, 15, tzinfo=UTC)
NOT_DERIVED = {"Run", "CatalogueVersion", "ChangeEntry", "Snapshot"}
ALL_GUARDS = ("shrink", "growth", "price-changes", "name-changes")

# Some are one model under two ids, so that an arrival may regroup another offering.
IDS = ("llama-3.2-1b", "meta/llama-3.2-1b", "llama-3.2-1b-instruct", "gpt-5", "gpt-5-2025-08-07")
OFFERED = st.dictionaries(st.sampled_from(IDS), st.integers(1, 3), max_size=4)
PAYLOADS = st.fixed_dictionaries({"acme": OFFERED}, optional={"other": OFFERED})
DAYS = st.lists(st.tuples(st.integers(0, 3), PAYLOADS), min_size=2, max_size=6)


def content(stated: dict[str, dict[str, int]]) -> dict[str, Any]:
    return payload(
        **{
            provider: {own: offering(own, cost={"input": n, "output": 9}) for own, n in ids.items()}
            for provider, ids in stated.items()
        }
    )


def tables() -> dict[str, list[Any]]:
    return {
        table.__name__: list(table.objects.order_by("pk").values())
        for app in ("catalog", "scoring", "changelog")
        for table in apps.get_app_config(app).get_models()
        if table.__name__ not in NOT_DERIVED
    }


@pytest.mark.django_db
@settings(max_examples=15, phases=[Phase.explicit, Phase.generate])
@given(DAYS)
def test_a_rebuild_without_the_superseded_gives_equal_tables(days: list[Any]) -> None:
    with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
        for number, (day, stated) in enumerate(sorted(days, key=lambda item: item[0])):
            file = write(Path(folder) / f"{number}.json", content(stated))
            pull(file, day=FIRST_DAY + timedelta(days=day), now=NOW, allow=ALL_GUARDS)
        before = tables()
        rebuild()
        assert tables() == before
        transaction.set_rollback(True)  # the next example begins with an empty catalogue
