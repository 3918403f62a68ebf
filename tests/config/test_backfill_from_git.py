"""`manage.py backfill --from git`, and the payloads of ../shared/data rebuilt from files."""

import gzip
import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.feed.git_history import read_payloads
from catalog.feed.git_objects import last_commits_of_days
from catalog.models import CatalogueVersion, Offering, Snapshot
from config import backfill
from tests.payloads import offering, payload, write
from tests.repositories import Link, needs_git, repository
from tests.shared_data import HISTORY, needs
from tests.tables import derived_tables, snapshots

pytestmark = needs_git

PRICES = [("2026-01-12", 1), ("2026-01-13", 2), ("2026-01-20", 2), ("2026-01-25", 4)]


def content(price: int) -> Any:
    cost = {"input": price, "output": 9}
    return payload(acme={"llama-4": offering("llama-4", cost=cost), "m": offering("m")})


# Payloads as files


def toml(value: Mapping[str, Any]) -> str:
    return "".join(f"{json.dumps(name)} = {inline(item)}\n" for name, item in value.items())


def inline(value: Any) -> str:
    """Write a value as TOML, tables in one line."""
    if isinstance(value, dict):
        items = (f"{json.dumps(name)} = {inline(item)}" for name, item in value.items())
        return "{ " + ", ".join(items) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def as_files(providers: Mapping[str, Any]) -> dict[str, str]:
    """Write a payload as models.dev's files: links, extensions and base models where they fit."""
    files: dict[str, str] = {}
    seen: dict[str, str] = {}  # path by content
    named: dict[str, tuple[str, Any]] = {}  # the first offering of a name
    for key, provider in providers.items():
        rest = {name: value for name, value in provider.items() if name not in {"id", "models"}}
        files[f"providers/{key}/provider.toml"] = toml(rest)
        for model_id, full in provider["models"].items():
            path = f"providers/{key}/models/{model_id}.toml"
            value = {name: item for name, item in full.items() if name != "id"}
            text = toml(without_legacy_tier(value))
            if text in seen:
                text = Link("../" * path.count("/") + seen[text])
            elif (first := named.get(value["name"])) and has_same_tables(first[1], value):
                text = on_top_of(files, *first, value)
            else:
                seen[text], named[value["name"]] = path, (f"{key}/{model_id}", value)
            files[path] = text
    return files


def has_same_tables(first: dict[str, Any], value: dict[str, Any]) -> bool:
    """Tell whether one can be written as changes of the other: no table is empty in only one."""
    return all(
        isinstance(first.get(name), dict) == isinstance(item, dict) and item != {}
        for name, item in value.items()
        if name in first
    )


def on_top_of(files: dict[str, str], name: str, first: Any, value: dict[str, Any]) -> str:
    """Write an offering as what differs from the first of its name, or from that one's facts."""
    own, omitted = {}, [field for field in first if field not in value]
    for field, item in value.items():
        known = first.get(field)
        if isinstance(item, dict) and isinstance(known, dict):
            own[field] = {n: inner for n, inner in item.items() if known.get(n) != inner}
            omitted += [f"{field}.{inner}" for inner in known if inner not in item]
        elif item != known or field == "reasoning_options":
            own[field] = item
    own = {field: item for field, item in own.items() if item != {}}
    if len(name) % 2:
        return toml({"extends": {"from": name, "omit": omitted}, **own})
    files[f"models/{name}.toml"] = toml({**first, "license": "not inherited"})
    return toml({"base_model": name, "base_model_omit": omitted, **own})


def without_legacy_tier(value: dict[str, Any]) -> dict[str, Any]:
    """Leave out the copy of a tier: no file has it, the generator makes it."""
    cost = value.get("cost")
    if not cost or "tiers" not in cost or "context_over_200k" not in cost:
        return value
    return {**value, "cost": {n: v for n, v in cost.items() if n != "context_over_200k"}}


# The command


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    commits = [(f"{day} 21:00", as_files(content(price))) for day, price in PRICES]
    return repository(tmp_path / "models.dev", commits)


def run(*options: str) -> list[str]:
    out = StringIO()
    call_command("backfill", "--from", "git", *options, stdout=out, stderr=StringIO())
    return out.getvalue().splitlines()


@pytest.fixture
def newest(tmp_path: Path, db: None) -> Iterator[Snapshot]:
    """A site with one day on record, 2026-01-21."""
    file = write(tmp_path / "newest.json", content(7))
    call_command("pull", "--from", file, "--day", "2026-01-21", stdout=StringIO())
    return Snapshot.objects.get()


def test_fills_days_before_and_after_the_newest(clone: Path, newest: Snapshot) -> None:
    out = run(str(clone))
    days = Snapshot.objects.in_use().in_order().values_list("day", flat=True)
    assert [f"{day:%d}" for day in days] == ["12", "13", "21", "25"]
    assert Snapshot.objects.get(day=date(2026, 1, 13)).confirmed_on == date(2026, 1, 20)
    assert Offering.objects.earliest("first_seen").first_seen == date(2026, 1, 12)
    assert CatalogueVersion.objects.latest("pk").day == date(2026, 1, 25)
    assert CatalogueVersion.objects.count() == 2  # derived once
    assert out[-1] == "3 stored; 1 equal to the day before; 4 days on record"


def test_again_changes_nothing(clone: Path, newest: Snapshot) -> None:
    run(str(clone))
    tables, kept = derived_tables(), snapshots()
    assert run(str(clone))[-1] == "1 equal to the day before; 4 days on record"
    assert (derived_tables(), snapshots()) == (tables, kept)


def test_from_a_url(clone: Path, newest: Snapshot, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(backfill, "CLONES", tmp_path / "clones")
    run(clone.as_uri(), "--since", "2026-01-13", "--every", "7")
    days = Snapshot.objects.in_use().in_order().values_list("day", flat=True)
    assert [f"{day:%d}" for day in days] == ["13", "21", "25"]


def test_a_repository_that_cannot_be_had(newest: Snapshot) -> None:
    with pytest.raises(CommandError, match="source unavailable, catalogue as it was: nowhere"):
        run("nowhere")


def test_releases_come_from_no_address_of_ours(newest: Snapshot) -> None:
    with pytest.raises(CommandError, match="PATH_OR_URL is for git"):
        call_command("backfill", "https://example.org", "--from", "releases")


# The real payloads: some in the usual run, HISTORY_DAYS=42 for all

DAYS = int(os.environ.get("HISTORY_DAYS", "6"))


@needs(HISTORY)
def test_real_payloads_rebuilt_from_files_are_equal_in_every_field(tmp_path: Path) -> None:
    """Written as files on top of each other, committed, and read back from the commits."""
    paths = sorted(HISTORY.glob("*.json.gz"))
    expected = {
        path.name[:10]: json.loads(gzip.decompress(path.read_bytes()))
        for path in paths[:: max(1, len(paths) // DAYS)]
    }
    commits = ((f"{day} 12:00", as_files(content)) for day, content in expected.items())
    folder = repository(tmp_path / "models.dev", commits)
    days = last_commits_of_days(folder)
    read = read_payloads(folder, "/clone", days)
    for (day, content), past in zip(expected.items(), read, strict=True):
        assert (str(past.day), json.loads(past.body)) == (day, content)
    assert len(days) == len(expected) >= DAYS
