"""A kept page: its bytes in each encoding, its headers, and which answer a request gets."""

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus

import brotli
from django.utils.http import parse_http_date_safe

from config.kept_pages.asked import Conditions

Headers = list[tuple[bytes, bytes]]

COMPRESSED_TYPE = re.compile(r"^(?:text/|application/(?:[\w.-]+\+)?(?:xml|json)|image/svg)")
SMALLEST_COMPRESSED = 200  # bytes
QUICK_LEVEL = 4  # of gzip: 1 ms for 100 KB
OVERHEAD_BYTES = 2500  # of headers and objects of one page
# In an ETag, of each encoding: a strong one names exact bytes.
SUFFIXES = {"identity": "", "gzip": "-gz", "br": "-br", "quick": "-q"}
# Of a 304 only what may have changed is wanted (RFC 9110, 15.4.5), and the policy of the site.
NOT_IN_304 = {b"content-type", b"content-language", b"content-disposition"}


@dataclass(slots=True)
class KeptPage:
    """A page, as of a `state` of the site.

    `etag` is opaque and without quotes, `modified` seconds since 1970. `bodies` hold "gzip" and
    "br", or only "quick" gzip, or "identity" for what does not compress. `outer` are the headers
    that the server sends, once they are known. `route` is for metrics.
    """

    state: str
    etag: str
    headers: tuple[tuple[str, str], ...]
    modified: int | None
    bodies: dict[str, bytes]
    outer: Headers | None = None
    served: int = 0
    answers: dict[tuple[str, bool], tuple[Headers, bytes]] = field(default_factory=dict)
    route: str = ""

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values())) + OVERHEAD_BYTES

    @property
    def is_best(self) -> bool:
        """Whether nothing is left to compress."""
        return "quick" not in self.bodies

    def choose(self, accept_encoding: str) -> str:
        """Return the key of the body that a client gets: the smallest that it takes."""
        for coding in codings(accept_encoding):
            if coding in self.bodies:
                return coding
            if coding == "gzip" and "quick" in self.bodies:
                return "quick"
        return "identity"

    def body(self, key: str) -> bytes:
        if key in self.bodies:
            return self.bodies[key]
        return gzip.decompress(self.bodies.get("gzip") or self.bodies["quick"])

    def quoted_etag(self, key: str) -> str:
        return f'"{self.etag}{SUFFIXES[key]}"'

    def is_unmodified(self, conditions: Conditions) -> bool:
        """Tell whether a client has this page; in which encoding makes no difference to it."""
        if conditions.if_none_match:
            # Opaque and unguessable, so it is in the header only where the client got it from us.
            # "*" is not answered with 304: a client that sends it has no copy.
            return self.etag in conditions.if_none_match
        if conditions.if_modified_since and self.modified:
            since = parse_http_date_safe(conditions.if_modified_since)
            return since is not None and self.modified <= since
        return False

    def compress(self) -> None:
        """Replace the quick compression by the best; takes 0.1 s for 100 KB."""
        if not self.is_best:
            content = self.body("identity")
            self.bodies = {
                "gzip": gzip.compress(content, 9, mtime=0),
                "br": brotli.compress(content),
            }
            self.answers = {}

    def answer(self, conditions: Conditions) -> tuple[HTTPStatus, Headers, bytes]:
        """Return what the server sends; only once `outer` is known."""
        key, unmodified = self.choose(conditions.accept_encoding), self.is_unmodified(conditions)
        ready = self.answers.get((key, unmodified))
        if ready is None:
            body = b"" if unmodified else self.body(key)
            ready = self._headers(key, body, unmodified=unmodified), body
            if key != "identity" or key in self.bodies:  # else it is made of the compressed one
                self.answers[key, unmodified] = ready
        return (HTTPStatus.NOT_MODIFIED if unmodified else HTTPStatus.OK), *ready

    def _headers(self, key: str, body: bytes, *, unmodified: bool) -> Headers:
        headers = [*(self.outer or ()), (b"ETag", self.quoted_etag(key).encode())]
        if unmodified:
            return [pair for pair in headers if pair[0].lower() not in NOT_IN_304]
        headers.append((b"Content-Length", str(len(body)).encode()))
        if key != "identity":
            headers.append((b"Content-Encoding", encoding_of(key).encode()))
        return headers


def make_page(
    state: str,
    etag: str,
    headers: Iterable[tuple[str, str]],
    content: bytes,
    modified: int | None = None,
) -> KeptPage:
    """Make a page of an answer, quickly compressed if it is text."""
    pairs = tuple(headers)
    kind = next((value for name, value in pairs if name == "Content-Type"), "")
    if len(content) < SMALLEST_COMPRESSED or not COMPRESSED_TYPE.match(kind):
        bodies = {"identity": content}
    else:
        bodies = {"quick": gzip.compress(content, QUICK_LEVEL, mtime=0)}
    return KeptPage(state, etag, pairs, modified, bodies)


def encoding_of(key: str) -> str:
    return "gzip" if key == "quick" else key


@lru_cache(maxsize=256)
def codings(accept_encoding: str) -> tuple[str, ...]:
    """Return which of our encodings an Accept-Encoding header takes, the smallest first."""
    if len(accept_encoding) > 500:
        return ()
    accepted = set()
    for entry in accept_encoding.lower().split(","):
        name, _, parameter = entry.strip().partition(";")
        quality = parameter.strip().removeprefix("q=").strip()
        if not re.fullmatch(r"0(\.0*)?", quality):
            accepted.add(name.strip())
    return tuple(coding for coding in ("br", "gzip") if coding in accepted)
