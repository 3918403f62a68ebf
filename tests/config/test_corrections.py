"""Corrections from the admin to the tables: at once, on the next pull, and after a rebuild."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps

from catalog.domain.corrections import Ending, Target, Verdict
from catalog.editorial import Correction
from catalog.ingest.corrections import NotOnSale
from catalog.ingest.pull_lock import PullInProgress, pull_lock
from catalog.models import CanonicalModel, CatalogueVersion, Maker, Offering, Provider, Revision
from changelog.diff import Kind
from changelog.models import Change, IndexLink
from config.corrections import (
    DecidedMeanwhile,
    Draft,
    SameAsReported,
    end_correction,
    record_correction,
)
from config.daily.pull import pull
from config.daily.rebuild import KEPT, derived_tables, rebuild
from tests.payloads import offering, payload, write

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)
NOW = datetime(2026, 5, 12, 12, tzinfo=UTC)
SOURCE = "https://acme.example/prices"
MODEL = "meta/llama-3-2-1b-instruct"


def feed(price: float = 5, **fields: Any) -> dict[str, Any]:
    """One model at three providers; acme's price may be wrong."""
    own = offering(cost={"input": price, "output": 15}, **fields)
    return payload(
        acme={own["id"]: own}, beta={own["id"]: offering()}, gamma={own["id"]: offering()}
    )


@pytest.fixture
def say(tmp_path):
    def say(content: dict[str, Any], day: int = 0) -> None:
        source = write(tmp_path / f"{day}.json", content)
        when = NOW + timedelta(days=day)
        run = pull(source, day=DAY + timedelta(days=day), now=when)
        assert run.outcome == "applied", run.message

    return say


def draft(field: str = "prices.input", value: Any = "0.01", **stated: Any) -> Draft:
    stated = {
        "target": Target.OFFER,
        "provider": "acme",
        "key": "llama-3.2-1b-instruct",
        "verdict": Verdict.FEED_WRONG,
        "reason": "Three zeros lost.",
        "source": SOURCE,
    } | stated
    return Draft(field=field, value=value, **stated)


def correct(field: str = "prices.input", value: Any = "0.01", **stated: Any) -> Correction:
    return record_correction(draft(field, value, **stated), by=None, now=NOW)


def acme() -> Offering:
    return Offering.objects.get(provider__key="acme")


def every_row() -> dict[str, list[dict[str, Any]]]:
    tables = [*derived_tables(), Correction]
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}


def corrections_told() -> list[tuple[Any, ...]]:
    changes = Change.objects.filter(kind=Kind.CORRECTION).in_order()
    return [(change.day, change.field, change.old, change.new) for change in changes]


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def test_works_at_once(say):
    say(feed())
    version = CatalogueVersion.objects.latest("pk")
    correct()
    row = acme()
    assert row.input_price == Decimal("0.01")
    assert row.corrected == {"prices.input": {"feed": "5", "value": "0.01"}}
    assert row.output_price == 15  # the other parts follow the feed
    assert CatalogueVersion.objects.latest("pk").pk > version.pk
    assert corrections_told() == [(DAY, "prices.input", "5", "0.01")]


def test_the_next_pull_keeps_it_and_the_other_fields_follow(say):
    say(feed())
    correct()
    say(feed(price=6, limit={"context": 99, "output": 98}), 1)
    row = acme()
    assert (row.input_price, row.context, row.max_output) == (Decimal("0.01"), 99, 98)
    assert row.corrected == {"prices.input": {"feed": "6", "value": "0.01"}}
    assert corrections_told() == [(DAY, "prices.input", "5", "0.01")]
    # The feed's price moved under the correction: readers saw no change of it.
    assert not Change.objects.filter(day=after(1), kind=Kind.PRICE).exists()


def test_a_pull_that_agrees_retires_it_and_says_so(say):
    say(feed())
    correction = correct()
    say(feed(price=0.01), 1)
    correction.refresh_from_db()
    assert (correction.ending, correction.ended_on) == (Ending.AGREED, after(1))
    assert (acme().input_price, acme().corrected) == (Decimal("0.01"), {})
    assert corrections_told()[1:] == [(after(1), "prices.input", "0.01", "0.01")]
    say(feed(price=7), 2)
    assert acme().input_price == 7


def test_it_lapses_after_its_last_day_though_the_feed_says_the_same(say):
    say(feed())
    correction = correct(last_day=after(2))
    say(feed(), 3)
    correction.refresh_from_db()
    assert (correction.ending, correction.ended_on) == (Ending.LAPSED, after(3))
    assert (acme().input_price, acme().corrected) == (5, {})
    assert corrections_told()[1:] == [(after(3), "prices.input", "0.01", "5")]
    assert not Change.objects.filter(kind=Kind.PRICE).exists()


def test_an_editor_ends_it(say):
    say(feed())
    say(feed(limit={"context": 99, "output": 98}), 1)
    correction = correct()
    say(feed(limit={"context": 100, "output": 98}), 2)
    end_correction(correction.pk, by=None, now=NOW)
    assert (acme().input_price, acme().corrected) == (5, {})
    correction.refresh_from_db()
    assert (correction.first_day, correction.ended_on) == (after(1), after(2))
    assert corrections_told() == [
        (after(1), "prices.input", "5", "0.01"),
        (after(2), "prices.input", "0.01", "5"),
    ]


def test_one_that_ends_on_the_day_it_began_leaves_no_trace(say):
    say(feed())
    rows = every_row()
    end_correction(correct().pk, by=None, now=NOW)
    ended = every_row()
    assert len(ended.pop("Correction")) == 1
    rows.pop("Correction")
    for name in rows:
        assert without_keys(ended[name]) == without_keys(rows[name]), name


def without_keys(rows):
    """A revision that began on that day is written anew, under another key."""
    return sorted(str(sorted((k, v) for k, v in row.items() if k != "id")) for row in rows)


def test_another_value_is_another_correction(say):
    say(feed())
    first = correct()
    second = correct(value="0.02", seen=first.pk)
    first.refresh_from_db()
    assert (first.ending, second.feed_value, acme().input_price) == (
        *(Ending.REPLACED, "5", Decimal("0.02")),
    )
    assert corrections_told() == [(DAY, "prices.input", "5", "0.02")]


# What every field of every target does

FIELDS = [
    ("prices.cache_read", "0.002", "cache_read_price", Decimal("0.002")),
    ("prices.output", None, "output_price", None),
    ("tiers", [{"above": 1000, "prices": {"input": "9"}}], "tiers", None),
    ("context", 4096, "context", 4096),
    ("tool_calling", True, "tool_calling", True),
    ("reasoning", None, "reasoning", None),
    ("input_modalities", ["text", "image"], "input_modalities", ["text", "image"]),
    ("released", "2024-09", "released", "2024-09"),
    ("knowledge", "2024-01", "knowledge", "2024-01"),
    ("name", "Llama", "name", "Llama"),
    ("status", "deprecated", "status", "deprecated"),
]


@pytest.mark.parametrize("field, value, column, shown", FIELDS, ids=[row[0] for row in FIELDS])
def test_any_fact_of_an_offer(say, field, value, column, shown):
    say(feed())
    before = Offering.objects.filter(provider__key="acme").values().get()
    correct(field, value)
    changed = {
        name for name, old in before.items() if name != "corrected" and getattr(acme(), name) != old
    }
    derived = {"blended_price", "price_state", "price_doubt", "price_median", "changed_on"}
    assert changed <= {column} | derived
    assert getattr(acme(), column) == (value if field == "tiers" else shown)
    rows = every_row()
    rebuild()
    assert every_row() == rows


def test_a_fact_of_a_model(say):
    say(feed())
    correct("context", 32768, target=Target.MODEL, provider="", key=MODEL)
    correct("input_modalities", ["image"], target=Target.MODEL, provider="", key=MODEL)
    correct("name", "Little Llama", target=Target.MODEL, provider="", key=MODEL)
    model = CanonicalModel.objects.get(path=MODEL)
    assert (model.context, model.vision, model.label) == (32768, True, "Little Llama")
    assert model.corrected["context"] == {"feed": 16384, "value": 32768}
    assert acme().context == 16384
    say(feed(limit={"context": 9, "output": 8}), 1)
    model.refresh_from_db()
    assert (model.context, model.vision) == (32768, True)
    rows = every_row()
    rebuild()
    assert every_row() == rows


def test_the_type_of_a_model(say):
    say(feed())
    of_model = {"target": Target.MODEL, "provider": "", "key": MODEL}
    correction = correct("kind", "moderation", **of_model)
    model = CanonicalModel.objects.get(path=MODEL)
    assert (model.kind, model.kind_basis, model.kind_reason) == (
        *("moderation", "editor", "An editor corrected it."),
    )
    assert model.corrected == {"kind": {"feed": "chat", "value": "moderation"}}
    say(feed(limit={"context": 9, "output": 8}), 1)
    model.refresh_from_db()
    assert (model.kind, model.context) == ("moderation", 16384)
    rows = every_row()
    rebuild()
    assert every_row() == rows
    end_correction(correction.pk, by=None, now=NOW)
    model.refresh_from_db()
    assert (model.kind, model.corrected) == ("chat", {})


def test_a_fact_of_a_provider_and_of_a_maker(say):
    say(feed())
    correct("name", "ACME", target=Target.PROVIDER, provider="", key="acme")
    correct("doc_url", SOURCE, target=Target.PROVIDER, provider="", key="acme")
    correct("name", "Meta AI", target=Target.MAKER, provider="", key="meta")
    provider = Provider.objects.get(key="acme")
    assert (provider.name, provider.doc_url) == ("ACME", SOURCE)
    assert Maker.objects.get(slug="meta").name == "Meta AI"
    say(feed(price=6), 1)
    provider.refresh_from_db()
    assert (provider.name, provider.corrected["name"]["feed"]) == ("ACME", "Acme")
    assert [told[1] for told in corrections_told()] == ["name", "doc_url", "name"]
    rows = every_row()
    rebuild()
    assert every_row() == rows


def test_a_corrected_price_is_compared_and_recommended(say):
    """What follows from the value follows: the doubt, the recommended offer, the counts."""
    say(feed())
    assert acme().price_doubt
    correct("prices.input", "0.009")
    correct("prices.output", "0.009")
    model = CanonicalModel.objects.get(path=MODEL)
    assert not acme().price_doubt
    assert model.recommended == acme()
    assert model.input_price == Decimal("0.009")
    correct("prices.input", "0", seen=open_pk("prices.input"))
    correct("prices.output", "0", seen=open_pk("prices.output"))
    assert Provider.objects.get(key="acme").priced_count == 0


def open_pk(field: str) -> int:
    return Correction.objects.open().get(field=field).pk


def test_the_price_index_takes_no_correction_for_a_move(say):
    say(feed())
    say(feed(limit={"context": 99, "output": 98}), 1)
    correct("prices.input", "0.009")
    correct("prices.output", "0.009")
    assert set(IndexLink.objects.filter(day=after(1)).values_list("moved", flat=True)) == {0}


# What is refused


def test_the_second_editor_is_told(say):
    say(feed())
    first = correct()
    with pytest.raises(DecidedMeanwhile) as told:
        correct(value="0.02")
    assert told.value.by == first
    assert acme().input_price == Decimal("0.01")
    end_correction(first.pk, by=None, now=NOW)
    with pytest.raises(DecidedMeanwhile):
        end_correction(first.pk, by=None, now=NOW)
    with pytest.raises(DecidedMeanwhile):  # what it would replace has ended
        correct(value="0.02", seen=first.pk)


def test_the_value_of_the_feed_is_no_correction(say):
    say(feed())
    with pytest.raises(SameAsReported):
        correct(value="5")


def test_only_what_is_on_sale_is_corrected(say):
    say(feed())
    with pytest.raises(NotOnSale):
        correct(key="nothing-like-it")


def test_not_while_a_pull_runs(say):
    say(feed())
    with pull_lock(), pytest.raises(PullInProgress):
        correct()
    assert not Correction.objects.exists()


def test_a_verdict_without_a_value_changes_nothing(say):
    say(feed())
    correct("context", None, verdict=Verdict.BOTH_RIGHT)
    assert acme().corrected == {}
    assert corrections_told() == []


# Rebuild and replay


def test_a_rebuild_gives_equal_tables(say):
    say(feed())
    say(feed(price=6), 1)
    lapsing = correct("context", 1, last_day=after(2))
    correct()
    correct("output_modalities", None)
    say(feed(price=6, reasoning=True), 2)
    say(feed(price=0.01), 3)
    assert {row.ending for row in Correction.objects.all()} == {"", "agreed", "lapsed"}
    lapsing.refresh_from_db()
    assert lapsing.ended_on == after(3)
    rows = every_row()
    rebuild()
    assert every_row() == rows


def test_every_derived_table_is_compared():
    ours = {"catalog", "changelog", "scoring"}
    tables = {t.__name__ for t in apps.get_models() if t._meta.app_label in ours}
    kept = {table.__name__ for table in KEPT} - {"Correction"}
    assert tables - every_row().keys() == tables & kept


# "It was wrong since 3 May"


def prices_told() -> list[tuple[date, str]]:
    rows = Revision.objects.filter(offering=acme()).order_by("valid_from")
    return [(row.valid_from, row.facts["prices"]["input"]) for row in rows]


def test_a_past_first_day_holds_once_all_days_are_derived_again(say):
    for day, price in enumerate((5, 6, 8, 7)):
        say(feed(price=price), day)
    correction = correct(first_day=after(1))
    assert (correction.first_day, correction.since, correction.waits) == (
        *(after(3), after(1), True),
    )
    assert acme().input_price == Decimal("0.01")  # the newest day at once
    assert prices_told()[-1] == (after(3), "0.01")
    rebuild()
    correction.refresh_from_db()
    assert (correction.first_day, correction.waits) == (after(1), False)
    # The feed's own values stay on record, so a day on which they changed begins a revision.
    assert [price for _day, price in prices_told()] == ["5", "0.01", "0.01", "0.01"]
    assert corrections_told() == [(after(1), "prices.input", "6", "0.01")]
    assert not Change.objects.filter(kind=Kind.PRICE).exists()
    rows = every_row()
    rebuild()
    assert every_row() == rows


def test_the_next_update_derives_them_if_nobody_did(say):
    say(feed())
    say(feed(price=6), 1)
    correct(first_day=DAY)
    say(feed(price=7), 2)
    assert prices_told()[0] == (DAY, "0.01")
    assert not Correction.objects.waiting().exists()


def test_a_feed_that_agreed_before_it_was_entered_ends_nothing(say):
    say(feed(price=0.01))
    say(feed(price=6), 1)
    correction = correct(first_day=DAY)
    rebuild()
    correction.refresh_from_db()
    assert (correction.ending, acme().input_price) == ("", Decimal("0.01"))
    say(feed(price=0.01), 2)
    correction.refresh_from_db()
    assert correction.ending == Ending.AGREED


def test_a_past_first_day_shortens_the_correction_before_it(say):
    say(feed())
    say(feed(price=6), 1)
    first = correct(value="0.02")
    say(feed(price=7), 2)
    correct(seen=first.pk, first_day=after(1))
    rebuild()
    first.refresh_from_db()
    assert (first.ending, first.ended_on) == (Ending.REPLACED, after(1))
    assert corrections_told() == [(after(1), "prices.input", "6", "0.01")]


def test_one_can_be_undone_on_all_its_days(say):
    say(feed())
    say(feed(price=6), 1)
    rows = every_row()
    correction = correct(first_day=DAY)
    rebuild()
    end_correction(correction.pk, by=None, now=NOW, wholly=True)
    assert acme().input_price == 6
    rebuild()
    ended = every_row()
    assert len(ended.pop("Correction")) == 1
    rows.pop("Correction")
    assert {n: without_keys(r) for n, r in ended.items()} == {
        name: without_keys(of_table) for name, of_table in rows.items()
    }


# A price that rules doubt, and an editor does not


@pytest.mark.parametrize("verdict", [Verdict.BOTH_RIGHT, Verdict.INTENDED])
def test_a_verified_price_is_not_doubtful_while_it_stays(say, verdict):
    say(feed())
    assert acme().price_doubt
    correction = correct("prices.output", None, verdict=verdict)
    assert not acme().price_doubt
    say(feed(limit={"context": 99, "output": 98}), 1)
    assert not acme().price_doubt
    rows = every_row()
    rebuild()
    assert every_row() == rows
    say(payload_with_output(150), 2)
    assert acme().price_doubt  # it is another price now
    say(feed(), 3)
    assert not acme().price_doubt
    end_correction(correction.pk, by=None, now=NOW)
    assert acme().price_doubt


def payload_with_output(price: float) -> dict[str, Any]:
    own = offering(cost={"input": 5, "output": price})
    others = {name: {own["id"]: offering()} for name in ("beta", "gamma")}
    return payload(acme={own["id"]: own}, **others)


@pytest.mark.parametrize(
    "field, verdict", [("prices.input", Verdict.OURS_WRONG), ("context", Verdict.INTENDED)]
)
def test_no_other_decision_lifts_a_doubt(say, field, verdict):
    say(feed())
    correct(field, None, verdict=verdict)
    assert acme().price_doubt


def test_past_revisions_stay_as_they_were(say):
    say(feed())
    say(feed(price=6), 1)
    correct()
    prices = Revision.objects.filter(offering=acme()).order_by("valid_from")
    assert [(row.valid_from, row.facts["prices"]["input"]) for row in prices] == [
        (DAY, "5"),
        (after(1), "0.01"),
    ]
