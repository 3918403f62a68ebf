"""Where the server asks for kept pages: answers on the event loop, before Django is involved.

What Django's middleware adds to a page (policies, for the most part) is kept with it when it is
answered for the first time.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from config.kept_pages.asked import Asked, Conditions, read_asked
from config.kept_pages.compressor import COMPRESSOR
from config.kept_pages.keeper import KEEPER
from config.kept_pages.page import Headers, KeptPage
from config.metrics.counting import count_kept

Scope = Mapping[str, Any]

# Set anew for each answer, or of one request only.
NOT_KEPT = {
    "etag",
    "content-length",
    "content-encoding",
    "x-noise",
    "last-modified",
    "x-request-id",
}


def asked_of_scope(scope: Scope) -> tuple[Asked | None, Conditions]:
    """Return what a request asks for (None: no page is kept for it) and its conditions."""
    headers: dict[bytes, bytes] = dict(scope["headers"])

    def header(name: bytes) -> str:
        return headers.get(name, b"").decode("latin-1")

    read = {
        "host": header(b"host"),
        "hx-request": header(b"hx-request"),
        "hx-target": header(b"hx-target"),
        "hx-trigger": header(b"hx-trigger"),
        "x-forwarded-proto": header(b"x-forwarded-proto"),
        "accept": header(b"accept") if b"accept" in headers else "*/*",
    }
    query = scope.get("query_string", b"").decode("latin-1")
    asked = None
    if scope["method"] in {"GET", "HEAD"}:
        asked = read_asked(scope.get("scheme", "http"), scope["path"], query, read)
    conditions = Conditions(
        header(b"accept-encoding"), header(b"if-none-match"), header(b"if-modified-since")
    )
    return asked, conditions


def known_answer(
    asked: Asked, conditions: Conditions, method: str = "GET"
) -> tuple[HTTPStatus, Headers, bytes] | None:
    """Return the whole answer if the page is kept and nothing has to be asked; else None."""
    page = KEEPER.find_known(asked)
    if page is None or page.outer is None:
        return None
    KEEPER.counts["hit"] += 1
    COMPRESSOR.served(asked, page)
    answer = page.answer(conditions)
    count_kept(page.route, method, answer[0])
    return answer


def keep_outer_headers(response: HttpResponseBase, headers: Headers) -> None:
    """Keep the headers of a finished answer with the page that it is."""
    page: KeptPage | None = getattr(response, "kept_page", None)
    if page is None or page.outer is not None or not isinstance(response, HttpResponse):
        return
    outer = [pair for pair in headers if pair[0].decode().lower() not in NOT_KEPT]
    if modified := response.get("Last-Modified"):
        outer.append((b"Last-Modified", modified.encode()))
    page.outer = outer
