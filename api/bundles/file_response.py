"""Answer with a file that never changes: conditional, by ranges, compressed beforehand."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

# One range, as download managers and DuckDB ask; several at once get the whole file, as is allowed.
ONE_RANGE = re.compile(r"bytes=(\d{1,18})?-(\d{1,18})?", re.ASCII)
CHUNK_BYTES = 256 * 1024
# The best first; the ending of each copy.
CODINGS = {"br": ".br", "gzip": ".gz"}


def file_response(
    request: HttpRequest, path: Path, *, sha256: str, media_type: str
) -> HttpResponseBase:
    """Return the file, a range of it, or 304. Raises FileNotFoundError if it has just been deleted.

    A strong ETag names bytes, so each compressed copy has one of its own.
    """
    wants_range = "Range" in request.headers
    coding = "" if wants_range else _coding(request.headers.get("Accept-Encoding", ""), path)
    etag = f'"{sha256[:32]}{f"-{coding}" if coding else ""}"'
    sent = path.with_name(path.name + CODINGS[coding]) if coding else path
    size = sent.stat().st_size
    span = _span(request, size, etag) if wants_range else None
    response = _body(request, sent, span, size)
    response["Content-Type"] = media_type
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    # "identity" keeps others from compressing what must stay as it is.
    response["Content-Encoding"] = coding or "identity"
    patch_vary_headers(response, ["Accept-Encoding"])
    if response.status_code != HTTPStatus.OK:
        return response
    answer = get_conditional_response(request, etag=etag, response=cast(HttpResponse, response))
    return answer or response


def _coding(accepted: str, path: Path) -> str:
    """Return the coding of a copy that the client takes; "" for the file itself."""
    words = [word.replace(" ", "").lower() for word in accepted[:1000].split(",")]
    taken = {word.partition(";")[0] for word in words if not re.search(r";q=0(\.0*)?$", word)}
    copies = (
        coding
        for coding, ending in CODINGS.items()
        if coding in taken and path.with_name(path.name + ending).is_file()
    )
    return next(copies, "")


def _span(request: HttpRequest, size: int, etag: str) -> range | None:
    """Return the bytes that are asked for; None for all, an empty range for none there are."""
    asked = ONE_RANGE.fullmatch(request.headers["Range"].strip())
    if asked is None or request.method != "GET" or not any(asked.groups()):
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None  # the client has a part of another file
    first, last = asked.groups()
    if first is None:
        return range(max(size - int(last), 0), size)
    end = min(int(last) + 1, size) if last else size
    return range(int(first), end) if int(first) < end else range(0)


def _body(request: HttpRequest, path: Path, span: range | None, size: int) -> HttpResponseBase:
    if span is not None and not span:
        headers = {"Content-Range": f"bytes */{size}"}
        return HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    if request.method == "HEAD":
        return HttpResponse(headers={"Content-Length": str(size)})
    if span is None:
        # Opened by whoever sends it: nothing is, for a 304.
        response = StreamingHttpResponse(_chunks(path), headers={"Content-Length": str(size)})
        response.path_to_send = path  # type: ignore[attr-defined]  # see config/body_buffer.py
        return response
    with path.open("rb") as file:
        file.seek(span.start)
        part = file.read(len(span))
    content_range = f"bytes {span.start}-{span.stop - 1}/{size}"
    return HttpResponse(
        part, status=HTTPStatus.PARTIAL_CONTENT, headers={"Content-Range": content_range}
    )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
