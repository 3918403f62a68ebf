"""Days in any order give equal tables, made beside those that visitors read."""

import sqlite3
from contextlib import closing

import pytest

from catalog.models import (
    Offering,
    Revision,
    Snapshot,
)
from config.daily.rebuild import KEPT, derived_tables, rebuild
from tests.config.daily.payloads import EVIDENCE, MAY, TEN, models, tables
from tests.payloads import offering, payload

pytestmark = pytest.mark.django_db(transaction=True)


# Days out of order


def test_an_earlier_day_is_inserted(say) -> None:
    say(models("llama-1b"), 1)
    say(models("llama-1b", reasoning=True), 9)
    run = say(models("llama-1b", attachment=True), 5)
    assert run.outcome == "applied"
    spans = Revision.objects.order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(spans) == [(MAY[0], MAY[4]), (MAY[4], MAY[8]), (MAY[8], None)]
    assert Offering.objects.get().reasoning is True


def test_days_in_any_order_give_equal_tables(say) -> None:
    days = {1: models("llama-1b"), 5: models("llama-1b", "llama-2b"), 9: models("llama-2b")}
    for day in (9, 1, 5):
        say(days[day], day, allow=["shrink"])
    spans = Revision.objects.order_by("valid_from", "valid_to")
    assert [(r.valid_from.day, r.valid_to and r.valid_to.day) for r in spans] == [
        (1, 9),
        (5, None),
    ]


def test_a_late_confirmation_updates_last_seen(say) -> None:
    say(models("llama-1b", "llama-2b"), 1)
    say(models("llama-2b"), 9, allow=["shrink"])
    gone = Offering.objects.filter(provider_model_id="llama-1b")
    assert gone.get().last_seen == MAY[0]
    assert say(models("llama-1b", "llama-2b"), 5).outcome == "unchanged"
    assert (gone.get().last_seen, gone.get().withdrawn_on) == (MAY[4], MAY[8])
    before = tables()
    rebuild()
    assert tables() == before


def test_a_rebuild_gives_equal_tables(say) -> None:
    for day, content in enumerate([models(*TEN), models(*TEN[1:]), models(*TEN, reasoning=True)]):
        say(content, 1 + day // 2)
    before = tables()
    counts = rebuild()
    assert tables() == before
    assert counts is not None
    assert counts.offerings == 10


def test_a_rebuild_gives_what_earlier_days_taught_again(say) -> None:
    linked = offering("llama-1b", canonical_model_id="meta/llama-one")
    say(payload(acme={"llama-1b": linked}, meta={"llama-2b": offering("llama-2b")}), 1)
    say(payload(acme={"llama-1b": offering("llama-1b")}, meta={"llama-2b": linked}), 3)
    before = tables()
    assert [len(before[table.__name__]) for table in EVIDENCE] == [2, 0, 1]
    assert Offering.objects.get(provider_model_id="llama-1b").model.slug == "llama-one"
    rebuild()
    assert tables() == before


def test_a_rebuild_without_snapshots() -> None:
    assert rebuild() is None


# A rebuild beside the live tables

DERIVED_TABLES = """
Maker Provider CanonicalModel Offering Revision MovedModel RememberedLink RememberedJoin
RememberedName Score Change Grouping ModelRevision PriceDoubtRevision ProviderRevision Trend
IndexLink
"""


def test_every_table_is_derived_or_kept() -> None:
    """A new table must be in one of the two: a rebuild would lose what others write to it."""
    assert {table.__name__ for table in derived_tables()} == set(DERIVED_TABLES.split())
    assert {table.__name__ for table in KEPT} == {
        *("Snapshot", "Run", "CatalogueVersion", "Correction", "Announcement", "MistakeReport"),
        "EditedText",
        "IdentityDecision",
        *("TrustedProvider", "RefusedPayload", "ChangeEntry"),
    }


def test_others_write_during_a_rebuild(say, database_url) -> None:
    say(models(*TEN))
    say(models(*TEN, reasoning=True), 2)
    written = []

    def sign_in(_snapshot: Snapshot) -> None:
        """Write as a sign-in does, in another process that waits for a second."""
        if database_url.startswith("sqlite"):
            with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), 1)) as other:
                other.execute("UPDATE pricing_scenario SET id = id")
                other.commit()
        written.append(True)

    before = tables()
    rebuild(sign_in)
    assert len(written) == 2
    assert tables() == before
