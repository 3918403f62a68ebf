"""Replay of real days: the tables equal the files, exactly, and a rebuild restores them.

All 42 days on SQLite, five on PostgreSQL; `HISTORY_DAYS=42 make test` replays all on both.
"""

import gc
import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain, pairwise

import pytest
from django.db import connection
from django.utils import timezone

from catalog.as_of.catalogue import read_catalogue
from catalog.domain.records import ProviderRecord, facts_from_json
from catalog.feed.normalise import NormalisedPayload, ReadingCache
from catalog.feed.plausible import plausible
from catalog.feed.source import read_file
from catalog.ingest.snapshots import read_payload
from catalog.models import Offering, Revision, Snapshot
from changelog.diff import Difference, diff, to_json
from changelog.models import (
    Change,
    Grouping,
    ModelRevision,
    PriceDoubtRevision,
    ProviderRevision,
    Trend,
)
from changelog.record import STORED
from config.daily import rebuild as rebuild_module
from config.daily.rebuild import rebuild
from config.daily.replay import replay
from config.management.commands.diff import all_keys
from config.management.commands.replay import files_by_day
from scoring.models import Score
from scoring.rescore import scores_to_store
from tests.api.raw_payload import assert_offers_equal_the_payload
from tests.shared_data import HISTORY, needs

DAYS = int(os.environ.get("HISTORY_DAYS", "42" if connection.vendor == "sqlite" else "5"))
TABLES = (
    *(Change, Grouping, ModelRevision, PriceDoubtRevision, ProviderRevision),
    *(Revision, Offering, Trend),
)

pytestmark = [
    # A transaction for each day: in one for all, PostgreSQL has no statistics to plan by.
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(900),
    needs(HISTORY),
]


@pytest.fixture(autouse=True)
def no_garbage_collection() -> Iterator[None]:
    """Spare walks through 42 payloads, which are not garbage: 1/5 of the time."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., NormalisedPayload]:
    """Normalise each payload once, not again for the rebuild and the comparison: 1/10 of the time."""
    payloads: dict[bytes, NormalisedPayload] = {}

    def read(body: bytes, cache: ReadingCache | None = None) -> NormalisedPayload:
        key = hashlib.sha256(body).digest()
        if key not in payloads:
            payloads[key] = read_payload(body, cache)
        return payloads[key]

    monkeypatch.setattr(rebuild_module, "read_payload", read)
    return read


def test_the_record_equals_the_files_and_a_rebuild_gives_it_back(read_once):
    files = files_by_day(HISTORY)[:DAYS]
    published = {}

    def note(snapshot: Snapshot) -> None:
        published[snapshot.day] = scores_of_today()

    replay(files, now=timezone.now(), progress=note)
    stored, seen = stored_changes(), set()
    names: dict[str, str] = {}
    payloads = ((day, as_applied(day, read_once(read_file(p).body), names)) for day, p in files)
    # As stored: earlier days count, too, when a payload is grouped.
    days = ((day, found, grouped_as_of(day, found.offerings.keys())) for day, found in payloads)
    for before, after in pairwise(chain([None], days)):
        day, found, groups = after
        if before:
            _, old, old_groups = before
            told = diff(old, found, groups_before=old_groups, groups_after=groups, seen=seen)
            assert [to_json(change) for change in told] == stored.pop(day, [])
            seen |= all_keys(old)
        assert_the_day_is_as_it_was(day, found)
        if day.day % 7 == 1:  # all 42 days take minutes
            path = next(path for known, path in files if known == day)
            assert_offers_equal_the_payload(day, read_file(path).body)
        assert scores_as_of(day) == published[day]
    assert stored == {}
    # Payloads were read with what earlier ones had in common; read alone, the last is the same.
    assert found == as_applied(day, read_payload(read_file(files[-1][1]).body), names)
    if connection.vendor == "sqlite":  # equal rows need not be shown twice
        before = everything()
        rebuild()
        assert everything() == before


def as_applied(day: date, payload: NormalisedPayload, names: dict[str, str]) -> NormalisedPayload:
    """Drop what cannot be true on a day, as the pull does; `names` are the providers' so far."""
    checked = plausible(payload, day, names)
    names |= {key: record.name for key, record in checked.providers.items()}
    return checked


def stored_changes() -> dict[date, list[dict[str, object]]]:
    by_day = defaultdict(list)
    for row in Change.objects.in_order().select_related("provider", "offering"):
        by_day[row.day].append(to_json(difference(row)))
    return by_day


def difference(row: Change) -> Difference:
    values = {name: getattr(row, name) for name in STORED}
    own_id = row.offering.provider_model_id if row.offering else ""
    return Difference(provider=row.provider.key, provider_model_id=own_id, **values)


def assert_the_day_is_as_it_was(day: date, found: NormalisedPayload) -> None:
    rows = Revision.objects.as_of(day).values_list(
        "offering__provider__key", "offering__provider_model_id", "facts"
    )
    said = {(provider, own_id): facts_from_json(facts) for provider, own_id, facts in rows}
    assert said == {key: record.facts for key, record in found.offerings.items()}
    assert grouped_as_of(day, said.keys()).keys() == said.keys()
    providers = ProviderRevision.objects.as_of(day).values_list("provider__key", "facts")
    said_of_themselves = {
        key: ProviderRecord(key, **facts | {"env": tuple(facts["env"])}) for key, facts in providers
    }
    assert said_of_themselves == found.providers


Scores = dict[tuple[int, str], tuple[int, int, list[list[str | int]]]]


def scores_of_today() -> Scores:
    rows = Score.objects.filter(model__withdrawn_on=None)
    return {
        (model, rubric): (points, upper, breakdown)
        for model, rubric, points, upper, breakdown in rows.values_list(
            "model_id", "rubric", "points", "upper", "breakdown"
        )
    }


def scores_as_of(day: date) -> Scores:
    return {
        (model.pk, rubric): scored
        for model in read_catalogue(day).models.values()
        for rubric, scored in scores_to_store(model.score_inputs)
    }


def grouped_as_of(day: date, live: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    rows = Grouping.objects.as_of(day).values_list(
        "offering__provider__key", "offering__provider_model_id", "model__path"
    )
    return {
        (provider, own_id): path for provider, own_id, path in rows if (provider, own_id) in live
    }


def everything() -> dict[str, list[tuple[object, ...]]]:
    return {table.__name__: list(table.objects.order_by("pk").values_list()) for table in TABLES}
