from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from time import sleep

import pytest

from catalog.http import DataVersion
from catalog.newest_version import HOLDER
from catalog.version_cache import PAST_DAYS, clear_version_caches, per_version
from tests.factories import DAY, data_version, make_version


@pytest.fixture
def calls() -> list[tuple[int, str]]:
    return []


@pytest.fixture
def load(calls):
    @per_version(most=2)
    def load(data: DataVersion | None, language: str = "en") -> str:
        number = data.version if data else 0
        calls.append((number, language))
        return f"{number} in {language}"

    return load


def test_loads_once_for_each_version_and_argument(load, calls) -> None:
    for _again in range(2):
        assert load(data_version(1), "en") == "1 in en"
        assert load(data_version(1), "zh-hant") == "1 in zh-hant"
    assert calls == [(1, "en"), (1, "zh-hant")]


def test_the_age_of_the_data_does_not_matter(load, calls) -> None:
    load(data_version(1))
    load(DataVersion(1, DAY, timedelta(hours=9)))
    assert len(calls) == 1


def test_caches_nothing_without_a_version(load, calls) -> None:
    load(None)
    load(None)
    assert len(calls) == 2


def test_evicts_the_oldest_version_first(load, calls) -> None:
    for number in (1, 3, 2, 1):
        load(data_version(number))
    calls.clear()
    load(data_version(3))
    load(data_version(2))
    assert calls == []


@pytest.mark.django_db
def test_a_restored_version_of_a_lower_number_stays(load, calls, settings, monkeypatch) -> None:
    settings.VERSION_SECONDS = 60
    monkeypatch.setattr(HOLDER, "_stamp", lambda **_: 0)
    for number in (8, 9):  # discarded by the restore
        load(data_version(number))
    version = make_version()
    HOLDER.ask()
    restored = replace(data_version(7), token=version.token)
    calls.clear()
    for _again in range(3):
        load(restored)
    assert calls == [(7, "en")]


def past(day: int, number: int = 1) -> DataVersion:
    on = DAY - timedelta(days=day)
    return data_version(number).as_of(on, on, on)


def test_past_days_have_entries_of_their_own(load, calls) -> None:
    for data in (data_version(1), past(1), past(2), data_version(1), past(1)):
        load(data)
    assert len(calls) == 3


def test_days_that_one_snapshot_covers_share_an_entry(load, calls) -> None:
    state = DAY - timedelta(days=9)
    for day in (3, 4):
        on = DAY - timedelta(days=day)
        load(data_version(1).as_of(on, state, on))
    assert len(calls) == 1


def test_many_past_days_push_out_the_longest_unread_and_never_today(calls) -> None:
    @per_version()
    def load(data: DataVersion | None) -> None:
        calls.append(data)

    load(data_version(1))
    for day in range(PAST_DAYS):
        load(past(day))
    load(past(0))
    load(past(PAST_DAYS))  # pushes out day 1, which was read before day 0
    calls.clear()
    for data in (data_version(1), past(0), past(2), past(PAST_DAYS)):
        load(data)
    assert calls == []
    load(past(1))
    assert calls == [past(1)]


def test_past_days_of_an_older_version_go_first(calls) -> None:
    @per_version()
    def load(data: DataVersion | None) -> None:
        calls.append(data)

    for data in (past(1, number=2), past(2, number=1), past(3, number=2), past(4, number=2)):
        load(data)
    calls.clear()
    for day in (1, 3, 4):
        load(past(day, number=2))
    assert calls == []


def test_clears_every_cache(load, calls) -> None:
    load(data_version(1))
    clear_version_caches()
    load(data_version(1))
    assert len(calls) == 2


def test_concurrent_requests_load_once() -> None:
    calls, start = [], Barrier(4)

    @per_version()
    def slow(data: DataVersion | None) -> int:
        calls.append(data)
        sleep(0.05)
        return len(calls)

    def request() -> None:
        start.wait()
        assert slow(data_version(1)) == 1

    threads = [Thread(target=request) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1


def test_a_load_that_fails_is_tried_again() -> None:
    results = iter([ValueError, 7])

    @per_version()
    def load(data: DataVersion | None) -> int:
        if (result := next(results)) is ValueError:
            raise ValueError
        return result

    with pytest.raises(ValueError, match=r"^$"):
        load(data_version(1))
    assert load(data_version(1)) == 7
