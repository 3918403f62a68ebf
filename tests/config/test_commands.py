"""The commands that operators and checks call by name."""

import gzip
import json
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as site_settings
from django.core.management import CommandError, call_command

from catalog.feed.source import SourceUnavailable
from catalog.ingest.pull_lock import PullInProgress
from catalog.models import Offering, Run, Snapshot
from config.management.commands import pull as pull_command
from config.management.commands import rebuild as rebuild_command
from config.management.commands import replay as replay_command
from tests.payloads import as_bytes, offering, one, payload, write

on_database = pytest.mark.django_db(transaction=True)

ONE = payload(acme={"llama-1b": offering("llama-1b")})


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> str:
    return write(tmp_path / "payload.json", ONE)


def busy(*args: Any, **options: Any) -> None:
    raise PullInProgress


# pull


@on_database
def test_pull_prints_a_summary(file: str) -> None:
    said = run("pull", "--from", file, "--day", "2026-05-12")
    assert said.startswith("applied 2026-05-12: 1 offerings of 1 providers, 1 models; 1 arrived")
    assert run("pull", "--from", file, "--day", "2026-05-12") == (
        "nothing new: the payload of 2026-05-12 again\n"
    )


@on_database
def test_pull_reads_compressed_files(tmp_path: Path) -> None:
    file = tmp_path / "payload.json.gz"
    file.write_bytes(gzip.compress(as_bytes(ONE)))
    run("pull", "--from", str(file))
    assert Offering.objects.count() == 1


@on_database
def test_pull_defaults_to_today(file: str) -> None:
    with time_machine.travel(datetime(2026, 5, 13, 0, 30, tzinfo=UTC), tick=False):
        run("pull", "--from", file)
    assert Snapshot.objects.get().day == date(2026, 5, 13)


@on_database
def test_pull_takes_the_day_of_the_bundled_data(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def note(origin: str, **options: Any) -> Run:
        asked.append((origin, options["day"]))
        return Run(message="noted")

    monkeypatch.setattr(pull_command, "pull", note)
    assert run("pull", "--from", "bundled") == "noted\n"
    assert asked == [("bundled", date(2026, 5, 21))]


@on_database
def test_pull_defaults_to_the_configured_url(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def note(origin: str, **options: Any) -> Run:
        asked.append(origin)
        return Run(message="noted")

    monkeypatch.setattr(pull_command, "pull", note)
    run("pull")
    assert asked == [site_settings.MODELS_DEV_URL]


@on_database
def test_pull_lists_unreadable_offerings(tmp_path: Path) -> None:
    bad = {f"bad{n}": {"cost": {"input": -1}} for n in range(25)}
    content = one(release_date="soon")
    content["acme"]["models"] |= bad
    said = run("pull", "--from", write(tmp_path / "a.json", content)).splitlines()
    assert said[0].endswith("25 skipped")
    assert said[1] == "  could not read acme bad0: input: -1 is negative"
    assert said[21:] == ["  and 6 more, listed with the run in the admin"]


@on_database
@pytest.mark.parametrize("content", [b"<html>", b"{}", b"[", b'{"a": {"models": 5}}'])
def test_pull_refuses_in_one_line(tmp_path: Path, content: bytes) -> None:
    file = write(tmp_path / "a.json", content)
    with pytest.raises(CommandError, match=r"^refused .*a\.json: .*; catalogue as it was$") as why:
        run("pull", "--from", file)
    assert why.value.returncode == 1


@on_database
def test_pull_refuses_to_shrink_without_the_option(file: str, tmp_path: Path) -> None:
    run("pull", "--from", file, "--day", "2026-05-01")
    other = write(tmp_path / "b.json", payload(acme={"llama-2b": offering()}))
    command = ("pull", "--from", other, "--day", "2026-05-02")
    with pytest.raises(CommandError, match="--allow-shrink"):
        run(*command)
    assert run(*command, "--allow-shrink").startswith("applied 2026-05-02")


@on_database
def test_pull_of_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run("pull", "--from", str(tmp_path / "missing.json"))


STOPPED = [
    (PullInProgress(), "another pull is running; this one did nothing"),
    (
        SourceUnavailable("x answered 503"),
        "source unavailable, catalogue as it was: x answered 503",
    ),
]


@pytest.mark.parametrize("error, said", STOPPED)
def test_pull_reports_another_pull(
    monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def stop(*args: Any, **options: Any) -> None:
        raise error

    monkeypatch.setattr(pull_command, "pull", stop)
    with pytest.raises(CommandError, match=said):
        run("pull")


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "12.05.2026"])
def test_pull_rejects_an_invalid_day(day: str) -> None:
    with pytest.raises(CommandError, match="--day"):
        run("pull", "--day", day)


# replay and rebuild


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "2026-05-03.json", payload(acme={"llama-1b": offering(), "m": offering()}))
    (tmp_path / "2026-05-01.json.gz").write_bytes(gzip.compress(as_bytes(ONE)))
    for other in ("README.md", "2026-05-02.json.bak", "x2026-05-02.json"):
        write(tmp_path / other, b"no payload")
    return tmp_path


@on_database
def test_replay_pulls_the_days_in_order(folder: Path) -> None:
    said = run("replay", str(folder)).splitlines()
    assert [line.split()[1:] for line in said[:2]] == [["1/2", "2026-05-01"], ["2/2", "2026-05-03"]]
    assert said[2] == "2 days, 2 snapshots on record"
    assert Offering.objects.count() == 2


@on_database
def test_rebuild_shows_its_progress(folder: Path) -> None:
    run("replay", str(folder))
    said = run("rebuild").splitlines()
    assert [line.split()[1:] for line in said[:2]] == [["1/2", "2026-05-01"], ["2/2", "2026-05-03"]]
    assert said[2] == "2 offerings, 2 models"


@on_database
def test_rebuild_without_snapshots() -> None:
    assert run("rebuild") == "empty\n"


def test_replay_of_a_folder_without_days_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no YYYY-MM-DD\.json or \.json\.gz in it"):
        run("replay", str(tmp_path))


@on_database
def test_replay_stops_at_a_bad_file(folder: Path) -> None:
    write(folder / "2026-05-02.json", b"<html>")
    with pytest.raises(CommandError, match=r"refused .*2026-05-02\.json: HTML"):
        run("replay", str(folder))


@on_database
def test_replay_of_earlier_days_names_the_bad_file(folder: Path, tmp_path: Path) -> None:
    run("replay", str(folder))
    (earlier := tmp_path / "earlier").mkdir()
    write(earlier / "2026-04-30.json", b"<html>")
    with pytest.raises(CommandError, match=r"refused .*2026-04-30\.json: HTML"):
        run("replay", str(earlier))


@pytest.mark.parametrize("name", ["2026-02-30.json", "2026-13-01.json.gz", "0000-01-01.json"])
def test_replay_rejects_an_invalid_day(folder: Path, name: str) -> None:
    write(folder / name, b"{}")
    with pytest.raises(CommandError, match=f"{name}: .* is no day"):
        run("replay", str(folder))


@on_database
@pytest.mark.parametrize("command", [replay_command, rebuild_command])
def test_neither_runs_during_a_pull(
    command: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("pull", "rebuild"):
        monkeypatch.setattr(f"config.daily.{module}.pull_lock", busy)
    arguments = ["replay", str(folder)] if command is replay_command else ["rebuild"]
    with pytest.raises(CommandError, match="pull is running"):
        run(*arguments)


# canonical: no database


def test_canonical_prints_a_line_for_each_offering(tmp_path: Path) -> None:
    content = payload(
        openai={"gpt-5": offering("gpt-5", name="GPT-5")},
        acme={"openai/gpt-5:free": offering("x", name="GPT-5"), "bad": 5},
    )
    assert run("canonical", write(tmp_path / "a.json", content)).splitlines() == [
        "acme\topenai/gpt-5:free\topenai/gpt-5\trule",
        "openai\tgpt-5\topenai/gpt-5\trule",
    ]


def test_canonical_refuses_an_invalid_payload(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"refused .*a\.json: HTML"):
        run("canonical", write(tmp_path / "a.json", b"<html>"))


def test_canonical_of_the_reference_offerings() -> None:
    file = Path(__file__).parents[1] / "data" / "llama-3-2-1b.json"
    rows = [line.split("\t") for line in run("canonical", str(file)).splitlines()]
    assert len(rows) == sum(len(of["models"]) for of in json.loads(file.read_text()).values())
    assert {row[2] for row in rows if row[0] != "vercel"} == {"meta/llama-3-2-1b-instruct"}
