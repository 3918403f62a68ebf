"""Unreadable offerings and providers stay unchanged: only absent ones are withdrawn."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from catalog.models import Offering, Provider, Run
from changelog.models import Change
from config.daily.pull import pull
from config.daily.rebuild import rebuild
from tests.changelog.factories import DAYS
from tests.payloads import offering, payload, write

pytestmark = pytest.mark.django_db

BAD = {"cost": {"input": -1}}
# A regrouping, so that what the feed itself says of an offering is held, too.
SAYS = {"canonical_model_id": "meta/llama-3-2-1b-instruct"}


@pytest.fixture
def say(tmp_path: Path):
    def say(number: int, content: Any) -> Run:
        file = write(tmp_path / f"{number}.json", content)
        return pull(file, day=DAYS[number], now=timezone.now(), allow=["shrink"])

    return say


def told() -> list[tuple[int, str, str]]:
    return [(row.day.day, row.kind, row.field) for row in Change.objects.in_order()]


def test_an_unreadable_offering_stays_unchanged(say) -> None:
    say(0, payload(acme={"m": offering("m", **SAYS), "sound": offering("sound")}))
    before = list(Offering.objects.order_by("pk").values_list())
    run = say(1, payload(acme={"m": offering("m", **SAYS) | BAD, "sound": offering("sound")}))
    assert list(Offering.objects.order_by("pk").values_list()) == before
    assert (run.outcome, told()) == ("applied", [])
    assert run.counts["offerings"] == 2
    assert run.skipped == [
        {
            "provider": "acme",
            "provider_model_id": "m",
            "reason": "input: -1 is negative",
            "msgid": "{field}: {value} is negative",
            "arguments": {"field": "input", "value": "-1"},
        }
    ]
    say(2, payload(acme={"m": offering("m", reasoning=True, **SAYS), "sound": offering("sound")}))
    assert told() == [(3, "capability", "reasoning")]


@pytest.mark.parametrize("bad", [5, {"models": []}, {"name": 5, "models": {"m": offering("m")}}])
def test_an_unreadable_provider_stays_with_its_offerings(say, bad) -> None:
    whole = payload(acme={"m": offering("m")}, other={"m": offering("m")})
    say(0, whole)
    before = list(Provider.objects.order_by("pk").values_list())
    run = say(1, whole | {"acme": bad})
    assert list(Provider.objects.order_by("pk").values_list()) == before
    assert Offering.objects.live().count() == 2
    assert [(line["provider"], line["provider_model_id"]) for line in run.skipped] == [("acme", "")]
    say(2, payload(other={"m": offering("m")}))
    assert told() == [(3, "withdrawal", ""), (3, "withdrawal", "")]


@pytest.mark.parametrize("key", ["\ud800", "a\0", "a\nb"])
def test_an_id_that_no_database_accepts_is_skipped(say, key) -> None:
    whole = payload(acme={"m": offering("m")})
    say(0, whole)
    run = say(1, whole | {key: whole["acme"]})
    assert (run.outcome, run.counts["providers"], len(run.skipped)) == ("applied", 1, 1)
    assert run.skipped[0]["provider"].isprintable()


def test_unreadable_offerings_that_are_withdrawn_or_new_are_left_out(say) -> None:
    say(0, payload(acme={"a": offering("a"), "m": offering("m")}))
    say(1, payload(acme={"a": offering("a")}))
    say(2, payload(acme={"a": offering("a"), "m": 5, "new": 5}))
    assert told() == [(2, "withdrawal", "")]
    say(3, payload(acme={"a": offering("a"), "m": offering("m"), "new": offering("new")}))
    assert told()[1:] == [(4, "return", ""), (4, "arrival", "")]


STORY: tuple[Any, ...] = (
    payload(acme={"a": offering("a"), "b": offering("b")}, other={"c": offering("c")}),
    payload(acme={"a": 5, "b": offering("b", reasoning=True)}) | {"other": 5},
    payload(acme={"a": offering("a", **BAD)}, other={"c": offering("c", status="beta")}),
    payload(acme={"a": offering("a", status="beta"), "b": 5}, other={"c": offering("c")}),
    payload(acme={"b": offering("b"), "new": 5}),
    payload(acme={"b": offering("b", status="beta"), "new": offering("new")}, other={}),
)


def test_changes_equal_the_diff_of_files_also_after_a_rebuild(say, capsys, tmp_path) -> None:
    for number, content in enumerate(STORY):
        say(number, content)
    for number in range(1, len(STORY)):
        files = [str(tmp_path / f"{one}.json") for one in range(len(STORY))]
        earlier = ["--earlier", *files[: number - 1]] if number > 1 else []
        call_command("diff", *files[number - 1 : number + 1], *earlier)
        printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        stored = Change.objects.filter(day=DAYS[number]).in_order()
        assert [(one["kind"], one.get("field", "")) for one in printed] == [
            (row.kind, row.field) for row in stored
        ]
    before = _tables()
    rebuild()
    assert _tables() == before
    assert told()


def _tables() -> dict[str, list[Any]]:
    return {
        table.__name__: list(table.objects.order_by("pk").values_list())
        for app in ("catalog", "scoring", "changelog")
        for table in apps.get_app_config(app).get_models()
        if table.__name__ not in {"Run", "CatalogueVersion"}
    }
