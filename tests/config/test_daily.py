"""Pulls end to end: applied, refused, killed, of an earlier day; rebuild and replay."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from pytest_httpserver import HTTPServer
from tenacity import wait_none
from werkzeug import Request, Response

from catalog.feed import source
from catalog.feed.source import SourceUnavailable
from catalog.ingest.snapshots import take_snapshot
from catalog.models import (
    CanonicalModel,
    CatalogueVersion,
    Offering,
    Provider,
    RememberedJoin,
    RememberedLink,
    RememberedName,
    Revision,
    Run,
    Snapshot,
)
from changelog.models import Change
from config import daily
from config.daily import pull, rebuild, replay
from scoring.models import Score
from tests.payloads import as_bytes, fetched, offering, one, payload, write

pytestmark = pytest.mark.django_db(transaction=True)

MAY = [date(2026, 5, day) for day in range(1, 32)]
NOW = datetime(2026, 5, 31, 6, 15, tzinfo=UTC)
EVIDENCE = (RememberedLink, RememberedJoin, RememberedName)
DERIVED = (Provider, CanonicalModel, Offering, Revision, Score, Change, *EVIDENCE)


@pytest.fixture
def say(tmp_path: Path):
    """Return a function that pulls a payload, or these very bytes, as of a day of May."""

    def say(content: Any, day: int = 1, **options: bool) -> Run:
        file = write(tmp_path / "payload.json", content)
        return pull(file, day=MAY[day - 1], now=NOW, **options)

    return say


def models(*names: str, **stated: Any) -> dict[str, Any]:
    return payload(acme={name: offering(name, **stated) for name in names})


TEN = [f"llama-{n}b" for n in range(1, 11)]


def tables() -> dict[str, list[tuple[Any, ...]]]:
    return {table.__name__: list(table.objects.order_by("pk").values_list()) for table in DERIVED}


def live() -> set[str]:
    return set(Offering.objects.live().values_list("provider_model_id", flat=True))


def test_a_payload_is_stored_applied_and_published(say) -> None:
    run = say(models(*TEN))
    assert run.outcome == "applied"
    assert run.message.startswith("applied 2026-05-01: 10 offerings of 1 providers, 10 models; 10 ")
    assert run.counts["arrived"] == 10
    assert (run.snapshot.day, run.snapshot.applied_at is not None) == (MAY[0], True)
    assert live() == set(TEN)
    assert Score.objects.exists()
    assert CatalogueVersion.objects.get().snapshot == run.snapshot


@pytest.mark.parametrize("day", [1, 2])
def test_an_unchanged_payload_is_confirmed(say, day: int) -> None:
    first = say(models(*TEN)).snapshot
    before, version = tables(), CatalogueVersion.objects.get()
    run = say(models(*TEN), day)
    assert (run.outcome, run.message) == (
        *("unchanged", "nothing new: the payload of 2026-05-01 again"),
    )
    assert tables() == before
    assert CatalogueVersion.objects.get() == version
    assert Snapshot.objects.get() == first
    assert Snapshot.objects.get().confirmed_on == MAY[day - 1]


# Refused, and the catalogue as it was

REFUSED: dict[str, tuple[Any, str]] = {
    "HTML": (b"<!doctype html><h1>Not found</h1>", "HTML or XML, not JSON"),
    "not JSON": (b"upstream connect error", "not JSON"),
    "cut short": (as_bytes(models(*TEN))[:-20], "cut short"),
    "nothing": (b"", "not JSON"),
    "a list": (b"[]", "wrong shape: list"),
    "an error": (b'{"error": {"code": 500}}', "wrong shape: no provider in it"),
    "zero providers": (b"{}", "zero providers"),
    "keys that disagree": (b'{"a": {"models": {}}, "a": {"models": {"x": 1}}}', "'a' stands twice"),
    "half is gone": (models(*TEN[:5]), "5 of 10 live offerings are gone from it (50%)"),
    "more than a fifth": (models(*TEN[:7]), "3 of 10 live offerings are gone"),
    "all unreadable": (models(*TEN, cost={"input": -1}), "10 of 10 live offerings are gone"),
    "no offers": (payload(acme={}), "10 of 10 live offerings are gone"),
}


@pytest.mark.parametrize("content, why", REFUSED.values(), ids=REFUSED)
def test_a_refused_payload_changes_nothing(say, content: Any, why: str) -> None:
    say(models(*TEN))
    before = tables()
    run = say(content, 2)
    assert run.outcome == "refused"
    assert why in run.message
    assert run.message.count("\n") == 0
    assert tables() == before
    assert (Snapshot.objects.count(), CatalogueVersion.objects.count()) == (1, 1)
    assert run.ended_at is not None


@pytest.mark.parametrize("content", [payload(acme={}), models("m", cost={"input": -1})])
def test_a_first_pull_without_a_readable_offer_publishes_nothing(say, content) -> None:
    run = say(content, allow=["shrink"])
    assert (run.outcome, run.message.rpartition(": ")[2]) == ("refused", "no readable offer in it")
    assert not Snapshot.objects.exists()
    assert not CatalogueVersion.objects.exists()


@pytest.mark.parametrize("day", [date(2026, 6, 2), date.max, date.min])
def test_a_day_that_cannot_be_is_refused(tmp_path: Path, day: date) -> None:
    run = pull(write(tmp_path / "a.json", models(*TEN)), day=day, now=NOW)
    assert (run.outcome, run.snapshot) == ("refused", None)
    assert f"the day {day} is not between" in run.message


def test_tomorrow_is_accepted(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", models(*TEN))
    assert pull(file, day=date(2026, 6, 1), now=NOW).outcome == "applied"


def test_an_escaped_id_joins_the_model_that_it_stands_for(say) -> None:
    ids = ("meta/llama-9-1b", "meta%2Fllama-9-1b")
    say(payload(acme={ids[0]: offering(ids[0])}, openrouter={ids[1]: offering(ids[1])}))
    assert CanonicalModel.objects.get().path == "meta/llama-9-1b"
    assert live() == set(ids)


def test_one_offering_with_two_values_of_a_key_is_skipped(say) -> None:
    body = as_bytes(models("llama-1b")).replace(
        b'"llama-1b": {', b'"x": {"id": 1, "id": 2}, "llama-1b": {'
    )
    run = say(body)
    assert (run.outcome, live()) == ("applied", {"llama-1b"})
    assert [line["reason"] for line in run.skipped] == ["id stands twice and the two disagree"]


def test_allow_shrink(say) -> None:
    say(models(*TEN))
    assert say(models(*TEN[:2]), 2, allow=["shrink"]).outcome == "applied"
    assert live() == set(TEN[:2])


def test_a_loss_of_a_fifth_is_applied(say) -> None:
    say(models(*TEN))
    assert say(models(*TEN[:8]), 2).counts["withdrawn"] == 2


def test_unreadable_offerings_are_reported_and_the_rest_is_applied(say) -> None:
    run = say(one(cost={"input": -1}, release_date="soon") | {"bad": 5})
    assert (run.outcome, run.counts["skipped"]) == ("applied", 2)
    assert live() == {"sound"}
    assert [(line["provider"], line["provider_model_id"]) for line in run.skipped] == [
        ("acme", "m"),
        ("bad", ""),
    ]
    assert run.message.endswith("2 skipped")


def test_an_internal_error_is_recorded_and_nothing_is_applied(say, monkeypatch) -> None:
    say(models(*TEN))
    before = tables()
    monkeypatch.setattr(daily, "rescore_all", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        say(models(*TEN, "llama-11b"), 2)
    assert tables() == before
    assert Run.objects.latest("pk").message == "ZeroDivisionError: division by zero"
    monkeypatch.undo()
    say(models(*TEN, "llama-11b"), 2)
    assert "llama-11b" in live()
    assert CatalogueVersion.objects.count() == 2


# What a plausible feed does not do, and what an operator may accept


MANY = [f"llama-{n}b" for n in range(1, 1001)]


def test_growth_is_refused_until_an_operator_accepts_it(say) -> None:
    say(models(*MANY))
    junk = models(*MANY, *(f"junk-{n}" for n in range(501)))
    run = say(junk, 2)
    assert (run.outcome, "1,501 offerings in it, 1,000 before" in run.message) == ("refused", True)
    assert len(live()) == 1000
    assert say(junk, 2, allow=["growth"]).outcome == "applied"
    assert say(models(*MANY, *(f"junk-{n}" for n in range(502))), 3).outcome == "applied"


def test_too_many_offerings_are_refused_before_they_are_read(say, settings, monkeypatch) -> None:
    say(models(*TEN))
    settings.FEED_MAX_OFFERS = 10
    monkeypatch.setattr("catalog.ingest.snapshots.normalise", lambda *_: 1 / 0)
    run = say(models(*TEN, "llama-11b"), 2)
    assert (run.outcome, "11 offers in it, over the limit of 10" in run.message) == (
        "refused",
        True,
    )


def test_junk_that_one_day_accepted_does_not_refuse_the_next_honest_day(say) -> None:
    say(models(*TEN))
    assert say(models(*TEN, *(f"junk-{n}" for n in range(9))), 2).outcome == "applied"
    assert say(models(*TEN), 3).outcome == "applied"
    assert live() == set(TEN)


@pytest.mark.parametrize("guard, stated", [("price", "cost"), ("name", "name")])
def test_a_day_on_which_everything_changes_is_held(say, guard: str, stated: str) -> None:
    new = {"cost": {"input": 10, "output": 20}, "name": "Free Llama"}[stated]
    say(models(*MANY[:25]))
    changed = models(*MANY[:25], **{stated: new})
    run = say(changed, 2)
    assert (run.outcome, f"25 of 25 {guard}s differ (100%)" in run.message) == ("refused", True)
    assert say(changed, 2, allow=[f"{guard}-changes"]).outcome == "applied"
    # Accepted once: the next payload is compared with the accepted one.
    assert say(models(*MANY[:25]), 3).outcome == "refused"


@pytest.mark.parametrize(
    "day, outcome",
    [
        *((date(1, 1, 1), "refused"), (date(2019, 12, 31), "refused")),
        *((date(2020, 1, 1), "applied"), (date(2026, 6, 1), "applied")),
        *((date(2026, 6, 2), "refused"), (date(9999, 12, 31), "refused")),
    ],
)
def test_a_day_is_neither_long_past_nor_ahead(tmp_path: Path, day: date, outcome: str) -> None:
    file = write(tmp_path / "payload.json", models(*TEN))
    run = pull(file, day=day, now=NOW)
    assert run.outcome == outcome
    assert outcome == "applied" or "is not between 2020-01-01 and tomorrow" in run.message
    assert Snapshot.objects.count() == (outcome == "applied")


def test_a_late_file_of_a_day_ahead_stops_a_replay(say, days) -> None:
    say(models(*TEN), 9)
    ahead = (date(9999, 12, 31), days[0][1])
    with pytest.raises(source.PayloadRefused, match="9999-12-31 is not between"):
        replay([*days, ahead], now=NOW)


# One payload a day on record


def test_a_payload_that_reads_the_same_is_confirmed(say) -> None:
    first = say(models(*TEN)).snapshot
    blank = as_bytes(models(*TEN)).replace(b": ", b":  ")
    other_order = as_bytes(models(*reversed(TEN)))
    assert [say(blank).outcome, say(other_order, 2).outcome] == ["unchanged", "unchanged"]
    assert Snapshot.objects.get() == first
    assert (CatalogueVersion.objects.count(), Snapshot.objects.get().confirmed_on) == (1, MAY[1])


def test_what_is_superseded_within_a_day_is_deleted(say) -> None:
    for hour in range(1, 5):
        say(models(*TEN, cost={"input": hour, "output": 9}), 1 + hour // 4)
    assert list(Snapshot.objects.in_order().values_list("day", flat=True)) == MAY[:2]
    assert Run.objects.filter(outcome="applied").count() == 4
    before = tables()
    rebuild()
    assert tables() == before


def test_what_a_page_stands_on_is_kept(say) -> None:
    for names in (TEN, [*TEN, "llama-11b"], TEN):
        say(models(*names))
    # The first showed nothing that is not in the last; the second had llama-11b.
    assert Snapshot.objects.count() == 2
    before = tables()
    rebuild()
    assert tables() == before
    assert CanonicalModel.objects.get(slug="llama-11b").withdrawn_on == MAY[0]


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


# What a kill leaves behind


def test_a_pending_snapshot_is_applied_first(say) -> None:
    say(models("llama-1b"))
    late = fetched(models("llama-1b", "llama-2b"))
    take_snapshot(late, day=MAY[1], source="killed", now=NOW)
    run = say(models("llama-1b", "llama-2b", "llama-3b"), 3)
    assert run.message.startswith(
        "applied 2026-05-02, which an interrupted update had stored; then: applied 2026-05-03: 3"
    )
    assert run.message_text == run.message
    firsts = dict(Offering.objects.values_list("provider_model_id", "first_seen"))
    assert firsts == {"llama-1b": MAY[0], "llama-2b": MAY[1], "llama-3b": MAY[2]}
    assert not Snapshot.objects.pending().exists()


def test_a_pending_snapshot_of_an_earlier_day_is_inserted(say) -> None:
    say(models("llama-1b"))
    say(models("llama-1b", reasoning=True), 9)
    take_snapshot(fetched(models("llama-1b", attachment=True)), day=MAY[4], source="x", now=NOW)
    run = say(models("llama-1b", reasoning=True), 9)
    assert "applied 2026-05-05, which" in Run.objects.get(pk=run.pk).message
    assert [row.valid_from.day for row in Revision.objects.order_by("valid_from")] == [1, 5, 9]


def test_a_killed_run_is_marked(say) -> None:
    killed = Run.objects.create(source="x", day=MAY[0], started_at=NOW)
    say(models("llama-1b"))
    killed.refresh_from_db()
    assert (killed.outcome, killed.ended_at) == ("killed", NOW)


# What cannot be applied


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that makes deriving fail, until it is given None."""

    def fail_with(error: Exception | None) -> None:
        def record(_day: date) -> None:
            if error:
                raise error

        monkeypatch.setattr("config.daily.record_day", record)

    return fail_with


def test_a_snapshot_that_cannot_be_applied_does_not_block_later_ones(say, broken) -> None:
    say(models("llama-1b"))
    broken(ZeroDivisionError("a mistake of ours"))
    with pytest.raises(ZeroDivisionError):
        say(models("llama-1b", "llama-2b"), 2)
    assert Run.objects.last().message == "ZeroDivisionError: a mistake of ours"
    assert live() == {"llama-1b"}
    broken(None)
    assert say(models("llama-1b", "llama-3b"), 3).outcome == "applied"
    assert live() == {"llama-1b", "llama-3b"}


def test_a_payload_set_aside_is_retried_and_stored_once(say, broken) -> None:
    broken(ZeroDivisionError())
    for _hour in range(2):
        with pytest.raises(ZeroDivisionError):
            say(models("llama-1b"))
    broken(None)
    assert say(models("llama-1b")).outcome == "applied"
    assert Snapshot.objects.in_use().count() == Snapshot.objects.count() == 1


def test_a_database_error_leaves_the_snapshot_pending(say, broken) -> None:
    broken(OperationalError("the server is going away"))
    with pytest.raises(OperationalError):
        say(models("llama-1b"))
    broken(None)
    assert Snapshot.objects.pending().count() == 1
    say(models("llama-1b", "llama-2b"), 2)
    assert Offering.objects.get(provider_model_id="llama-1b").first_seen == MAY[0]


def test_a_rebuild_includes_snapshots_set_aside_if_told_to(say, broken) -> None:
    say(models("llama-1b"))
    broken(ZeroDivisionError("a mistake of ours"))
    with pytest.raises(ZeroDivisionError):
        say(models("llama-1b", "llama-2b"), 2)
    aside = Snapshot.objects.exclude(set_aside_at=None).get()
    assert aside.reason_text == "ZeroDivisionError: a mistake of ours"
    with pytest.raises(ZeroDivisionError):
        rebuild(retry=True)
    broken(None)
    rebuild()
    assert live() == {"llama-1b"}
    rebuild(retry=True)
    assert live() == {"llama-1b", "llama-2b"}
    assert not Snapshot.objects.exclude(set_aside_at=None).exists()


def kill(day: int, content: Any, attempts: int = 1) -> Snapshot:
    """Leave what a pull leaves that was killed while it applied this payload."""
    left = take_snapshot(fetched(content), day=MAY[day - 1], source="killed", now=NOW)
    Snapshot.objects.filter(pk=left.pk).update(unfinished_attempts=attempts)
    return left


def test_an_attempt_is_counted_before_it_begins(say, monkeypatch) -> None:
    counted = []

    def look(_day: date) -> None:
        counted.extend(Snapshot.objects.values_list("unfinished_attempts", flat=True))

    monkeypatch.setattr("config.daily.record_day", look)
    say(models("llama-1b"))
    assert counted == [1]
    assert Snapshot.objects.get().unfinished_attempts == 0


def test_a_payload_that_killed_its_pull_once_is_tried_again(say) -> None:
    say(models("llama-1b"))
    kill(2, models("llama-1b", "llama-2b"))
    say(models("llama-1b", "llama-2b", "llama-3b"), 3)
    assert Offering.objects.get(provider_model_id="llama-2b").first_seen == MAY[1]
    assert not Snapshot.objects.exclude(unfinished_attempts=0).exists()


def test_a_payload_that_killed_two_pulls_is_set_aside(say) -> None:
    say(models("llama-1b"))
    killer = kill(2, models("llama-1b", "llama-2b"), attempts=2)
    assert say(models("llama-1b", "llama-3b"), 3).outcome == "applied"
    assert live() == {"llama-1b", "llama-3b"}
    killer.refresh_from_db()
    assert killer.reason_text.startswith("2 attempts to apply it were killed; to try again: ")
    # The feed may still have it; reading it again would kill the next pull, too.
    again = say(models("llama-1b", "llama-2b"), 4)
    assert (again.outcome, "2 attempts to apply it were killed" in again.message) == (
        *("refused", True),
    )
    rebuild(retry=True)
    assert Offering.objects.get(provider_model_id="llama-2b").first_seen == MAY[1]


def test_the_guards_check_what_is_pending(say) -> None:
    say(models(*TEN))
    pending = take_snapshot(fetched(models(*TEN[:2])), day=MAY[1], source="killed", now=NOW)
    assert say(models(*TEN, "llama-11b"), 3).outcome == "applied"
    assert live() == {*TEN, "llama-11b"}
    pending.refresh_from_db()
    assert "8 of 10 live offerings are gone from it" in pending.reason_text
    rebuild()
    assert live() == {*TEN, "llama-11b"}


def test_what_an_operator_accepted_stays_accepted_after_a_kill(say) -> None:
    say(models(*TEN))
    take_snapshot(
        fetched(models(*TEN[:2])), day=MAY[1], source="killed", now=NOW, accepted=["shrink"]
    )
    say(models(*TEN[:2], "llama-11b"), 3)
    assert live() == {*TEN[:2], "llama-11b"}


# Over HTTP


class Upstream:
    """A server that says what it is told to, and remembers how it was asked."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("/api.json")
        self.body, self.etag, self.status = as_bytes(models(*TEN)), '"v1"', 200
        self.asked_with: list[str | None] = []
        server.expect_request("/api.json").respond_with_handler(self.answer)

    def answer(self, request: Request) -> Response:
        asked = request.headers.get("If-None-Match")
        self.asked_with.append(asked)
        if asked == self.etag:
            return Response(status=304)
        headers = {"ETag": self.etag, "Date": "Thu, 01 Jan 1970 00:00:00 GMT"}
        return Response(self.body, self.status, headers, content_type="application/json")

    def pulled(self, day: int = 1) -> str:
        return pull(self.url, day=MAY[day - 1], now=NOW).outcome


@pytest.fixture
def upstream(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Upstream]:
    monkeypatch.setattr(source, "wait_exponential_jitter", lambda **_: wait_none())
    return Upstream(httpserver)


def test_a_second_request_of_a_day_is_conditional(upstream: Upstream) -> None:
    assert [upstream.pulled(), upstream.pulled()] == ["applied", "unchanged"]
    assert upstream.asked_with == [None, '"v1"']
    assert Run.objects.latest("pk").message == "nothing new: not modified since 2026-05-01"


def test_an_etag_that_never_changes_hides_nothing_longer_than_a_day(upstream: Upstream) -> None:
    upstream.pulled(1)
    upstream.body = as_bytes(models(*TEN, "llama-11b"))
    assert upstream.pulled(1) == "unchanged"
    assert upstream.pulled(2) == "applied"
    assert upstream.pulled(2) == "unchanged"
    assert upstream.asked_with == [None, '"v1"', None, '"v1"']


def test_an_unchanged_payload_counts_as_the_first_request_of_a_day(upstream: Upstream) -> None:
    for day in (1, 2, 2):
        upstream.pulled(day)
    assert upstream.asked_with == [None, None, '"v1"']
    assert Snapshot.objects.get().confirmed_on == MAY[1]


def test_another_sources_validators_are_not_used(upstream: Upstream, say) -> None:
    upstream.pulled()
    say(models(*TEN, "llama-11b"))
    upstream.pulled()
    assert upstream.asked_with == [None, None]


def test_a_shrunk_payload_is_refused_every_time(upstream: Upstream) -> None:
    upstream.pulled()
    upstream.body, upstream.etag = as_bytes(models(*TEN[:5])), '"v2"'
    assert [upstream.pulled(2), upstream.pulled(2)] == ["refused", "refused"]
    assert live() == set(TEN)


def test_an_unavailable_source_is_recorded(upstream: Upstream) -> None:
    upstream.status = 503
    with pytest.raises(SourceUnavailable):
        upstream.pulled()
    run = Run.objects.get()
    assert (run.outcome, run.message.endswith("answered 503")) == ("failed", True)


# Many days at once


@pytest.fixture
def days(tmp_path: Path) -> list[tuple[date, Path]]:
    contents = {1: models("llama-1b"), 3: models("llama-1b", "llama-2b"), 6: models(*TEN)}
    files = [(MAY[day - 1], tmp_path / f"{day}.json") for day in contents]
    for (_, file), content in zip(files, contents.values(), strict=True):
        write(file, content)
    return files


def test_a_replay_pulls_every_day(days) -> None:
    seen: list[Snapshot] = []
    replay(days, now=NOW, progress=seen.append)
    assert [snapshot.day for snapshot in seen] == [day for day, _ in days]
    assert Run.objects.filter(outcome="applied").count() == 3
    assert live() == set(TEN)


def test_a_second_replay_changes_nothing(days) -> None:
    replay(days, now=NOW)
    before, versions = tables(), CatalogueVersion.objects.count()
    replay(days, now=NOW)
    assert tables() == before
    assert (CatalogueVersion.objects.count(), Snapshot.objects.count()) == (versions, 3)


def test_earlier_days_are_inserted_before_the_newest(days, say) -> None:
    say(models(*TEN, reasoning=True), 9)
    replay(days, now=NOW)
    late = tables()
    firsts = dict(Offering.objects.values_list("provider_model_id", "first_seen"))
    assert (firsts["llama-1b"], firsts["llama-2b"]) == (MAY[0], MAY[2])
    rebuild()
    assert tables() == late


def test_a_bad_file_stops_a_replay(days) -> None:
    days[1][1].write_text("<html>")
    with pytest.raises(source.PayloadRefused, match=r"refused .*3\.json: HTML"):
        replay(days, now=NOW)
    assert live() == {"llama-1b"}


# A rebuild beside the live tables

DERIVED_TABLES = """
Maker Provider CanonicalModel Offering Revision MovedModel RememberedLink RememberedJoin
RememberedName Score Change Grouping ModelRevision PriceDoubtRevision ProviderRevision Trend
IndexLink
"""


def test_every_table_is_derived_or_kept() -> None:
    """A new table must be in one of the two: a rebuild would lose what others write to it."""
    assert {table.__name__ for table in daily.derived_tables()} == set(DERIVED_TABLES.split())
    assert {table.__name__ for table in daily.KEPT} == {
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
