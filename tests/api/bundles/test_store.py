"""Bundles on disk: made once, whole, within the bound."""

import os
import time

import pytest

from api.bundles import make, store, upkeep
from api.bundles.make import write_bundle
from api.bundles.manifest import MANIFEST, problems_of
from api.bundles.minisign import BadKey
from api.bundles.registry import BY_FILE
from api.bundles.store import BundleBusy, bundle_of, find, known_bundle
from api.days import read_days
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    return read_days(None, None, DAYS[27])


@pytest.fixture
def made(monkeypatch) -> list:
    """The days whose bundles were made."""
    days = []

    def count(reading, folder):
        days.append(reading.day)
        return write_bundle(reading, folder)

    monkeypatch.setattr(store, "write_bundle", count)
    return days


def test_holds_every_format_and_a_manifest(reading):
    bundle = bundle_of(reading, "1-a")
    assert {entry.name for entry in bundle.manifest.files} == set(BY_FILE)
    assert problems_of(bundle.manifest, bundle.folder) == []
    assert bundle.path(MANIFEST).read_bytes() == bundle.manifest.to_json()
    assert bundle.manifest.offers == 1


def test_is_made_once(reading, made):
    first = bundle_of(reading, "1-a")
    assert bundle_of(reading, "1-a") == first
    assert find(reading.day, first.manifest.digest) == first
    assert made == [DAYS[0]]


def test_another_version_with_equal_data_has_the_same_address(reading, made):
    assert bundle_of(reading, "1-a") == bundle_of(reading, "2-b")
    assert len(made) == 2
    assert known_bundle(reading.day, "1-a") is None


def test_offers_only_its_own_files(reading):
    bundle = bundle_of(reading, "1-a")
    for name in ("offers.csv.gz", "offers.csv.br", "../x", "nothing", ".lock", ""):
        assert bundle.path(name) is None


def test_without_a_key_nothing_is_signed(reading):
    bundle = bundle_of(reading, "1-a")
    assert not bundle.is_signed
    assert bundle.path("offers.csv.minisig") is None


def test_with_a_key_each_file_is_signed(reading, key):
    bundle = bundle_of(reading, "1-a")
    assert bundle.is_signed
    for name in (*BY_FILE, MANIFEST):
        signature = bundle.path(f"{name}.minisig").read_text()
        content = bundle.path(name).read_bytes()
        comment = f"2026-05-01 {bundle.manifest.digest} {name}"
        assert key.public.verify(content, signature) == comment


def test_a_new_key_signs_anew(reading, key, settings):
    with_key = bundle_of(reading, "1-a")
    settings.BUNDLE_KEY = None
    without = bundle_of(reading, "1-a")
    assert with_key.manifest == without.manifest
    assert (with_key.is_signed, without.is_signed) == (True, False)


def test_a_broken_key_is_an_error(reading, settings, tmp_path):
    settings.BUNDLE_KEY = tmp_path / "broken.pem"
    settings.BUNDLE_KEY.write_text("x")
    with pytest.raises(BadKey):
        bundle_of(reading, "1-a")


def test_an_error_leaves_nothing_half_made(reading, monkeypatch, bundles_dir):
    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(make, "_sign_all", fail)
    with pytest.raises(OSError, match="No space"):
        bundle_of(reading, "1-a")
    assert [path.name for path in bundles_dir.iterdir()] == [".lock"]


def test_a_second_process_waits_for_the_first(reading, monkeypatch, made):
    with store._lock():
        monkeypatch.setattr(store, "WAIT_SECONDS", 0)
        with pytest.raises(BundleBusy):
            bundle_of(reading, "1-a")
    assert bundle_of(reading, "1-a")
    assert len(made) == 1


def test_who_waited_gets_what_the_other_made(reading, made, monkeypatch):
    """The other process finishes while this one waits for the lock."""
    real = store._is_locked
    others: list = []

    def finish_first(file):
        if not others:
            others.append(store._make(reading, "1-a"))
        return real(file)

    monkeypatch.setattr(store, "_is_locked", finish_first)
    assert bundle_of(reading, "1-a") == others[0]
    assert len(made) == 1


def test_only_some_threads_of_a_process_wait(reading):
    with store._waiting, store._waiting, pytest.raises(BundleBusy):
        bundle_of(reading, "1-a")


# What is dropped


def age(folder, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(folder, (then, then))


def test_a_superseded_bundle_goes_after_an_hour(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    old = bundle_of(read_days(None, None, DAYS[27]), "1-a")
    publish(DAYS[0], openai={"gpt-5": at(3)})
    bundle_of(read_days(None, None, DAYS[27]), "2-b")
    assert old.folder.exists()
    age(old.folder, upkeep.GRACE_SECONDS + 60)
    publish(DAYS[0], openai={"gpt-5": at(4)})
    newest = bundle_of(read_days(None, None, DAYS[27]), "3-c")
    assert not old.folder.exists()
    assert newest.folder.exists()


def test_the_least_used_day_goes_to_stay_within_the_bound(publish, settings, monkeypatch):
    for day in DAYS[:3]:
        publish(day, openai={"gpt-5": at(day.day)})
    bundles = []
    for number, day in enumerate(DAYS[:3]):
        bundles.append(bundle_of(read_days(day, None, DAYS[27]), "1-a"))
        age(bundles[-1].folder, 300 - number)
    find(DAYS[0], bundles[0].manifest.digest)  # asked for just now
    settings.BUNDLES_MB = 1
    size = upkeep.size_of(bundles[0].folder)
    monkeypatch.setattr(upkeep, "size_of", lambda folder: 2**20 // 2)
    upkeep.drop_superseded(keep=bundles[2].folder, version="1-a")
    assert size > 0
    assert [bundle.folder.exists() for bundle in bundles] == [True, False, True]


def test_what_was_just_made_stays_whatever_its_size(reading, settings, monkeypatch):
    settings.BUNDLES_MB = 1
    monkeypatch.setattr(upkeep, "size_of", lambda folder: 2**30)
    assert bundle_of(reading, "1-a").folder.exists()


def test_leftovers_of_a_killed_process_go(reading, bundles_dir):
    bundles_dir.mkdir()
    leftover = bundles_dir / ".making-x"
    leftover.mkdir()
    age(leftover, upkeep.GRACE_SECONDS + 60)
    bundle_of(reading, "1-a")
    assert not leftover.exists()
