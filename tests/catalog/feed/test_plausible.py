"""Dates to come and names of others: dropped, reported, and the rest kept."""

from datetime import date

import pytest

from catalog.feed.plausible import looks, plausible
from tests.payloads import offering, one, payload, read

DAY = date(2026, 5, 12)


@pytest.mark.parametrize(
    "stated, kept",
    [
        *(("2026-05-12", True), ("2026-05-13", True), ("2026-05-14", False), ("2099-01-01", False)),
        *(("2026-05", True), ("2026-06", False), ("2026", True), ("2027", False)),
    ],
)
def test_dates_to_come_are_dropped(stated: str, kept: bool) -> None:
    found = plausible(read(one(last_updated=stated)), DAY, {})
    assert found.offerings["acme", "m"].facts.last_updated == (stated if kept else "")
    assert found.offerings["acme", "m"].facts.released == "2024-09-18"
    reasons = [(r.provider_model_id, r.reason) for r in found.remarks]
    assert reasons == ([] if kept else [("m", "last_updated: a date to come")])


def test_a_payload_checked_before_loses_nothing_more() -> None:
    once = plausible(read(one(last_updated="2099")), DAY, {})
    assert plausible(once, DAY, {}) == once


def names(known: dict[str, str], **providers: str) -> dict[str, str]:
    content = payload(**{key: {"m": offering("m")} for key in providers})
    for key, name in providers.items():
        content[key]["name"] = name
    found = plausible(read(content), DAY, known)
    assert all(record.name in (providers[key], key) for key, record in found.providers.items())
    return {key: record.name for key, record in found.providers.items()}


IMPOSTORS = [
    "OpenAI",
    "openai",
    "Open AI",
    "Open-AI",
    "\uff2fpen\uff21\uff29",
    "\u041epenAI",
    "Open\u200bAI",
    "ÓpenAI",
]


@pytest.mark.parametrize("name", IMPOSTORS)
def test_no_provider_takes_the_name_of_another(name: str) -> None:
    assert names({"openai": "OpenAI"}, aaa=name, openai="OpenAI") == {
        "aaa": "aaa",
        "openai": "OpenAI",
    }
    assert names({}, aaa=name, openai="OpenAI")["aaa"] == "aaa"


def test_a_name_belongs_to_who_had_it() -> None:
    assert names({"zzz": "Acme"}, aaa="Acme", zzz="Acme") == {"aaa": "aaa", "zzz": "Acme"}
    assert names({"zzz": "Acme"}, aaa="Acme") == {"aaa": "aaa"}


def test_a_name_belongs_to_who_has_it_as_its_id() -> None:
    assert names({"zzz": "Acme"}, acme="Acme", zzz="Acme") == {"acme": "Acme", "zzz": "zzz"}


def test_names_of_ones_own_are_kept() -> None:
    assert names({"acme": "Old"}, acme="Acme AI", other="Other") == {
        "acme": "Acme AI",
        "other": "Other",
    }


@pytest.mark.parametrize("name", ["通義千問", "***", "Ñandú 2"])
def test_every_name_looks_like_something(name: str) -> None:
    assert looks(name)
