"""Where Django asks for kept pages: the middleware that serves and keeps them.

Outside the machinery that a page does not need (sessions, CSRF, language); inside the middleware
that adds headers, which `config.kept_pages.front` keeps as well.
"""

import re
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe

from config.kept_pages.asked import (
    Asked,
    Conditions,
    read_asked,
    read_conditions,
    without_tracking,
)
from config.kept_pages.compressor import COMPRESSOR
from config.kept_pages.keeper import KEEPER
from config.kept_pages.page import SUFFIXES, KeptPage, encoding_of, make_page
from config.metrics.counting import route_of

GetResponse = Callable[[HttpRequest], HttpResponse]

# Set anew for each answer.
NOT_KEPT = {"etag", "last-modified", "content-length"}
OUR_SUFFIX = re.compile(rf'(?:{"|".join(filter(None, SUFFIXES.values()))})"')


def kept_pages(get_response: GetResponse) -> GetResponse:
    """Middleware: answer with a kept page, or keep the page that is answered.

    A request reaches the views without parameters that only follow visitors.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if query := request.META.get("QUERY_STRING"):
            request.META["QUERY_STRING"] = without_tracking(query)
        asked = None if settings.DEBUG else asked_of(request)
        if asked is None:
            return get_response(request)
        conditions = read_conditions(headers_of(request))
        if page := KEEPER.find(asked):
            COMPRESSOR.served(asked, page)
            return answer(page, conditions)
        # Views know nothing of encodings: to them, each ETag is that of the page itself.
        if conditions.if_none_match:
            request.META["HTTP_IF_NONE_MATCH"] = OUR_SUFFIX.sub('"', conditions.if_none_match)
        response = get_response(request)
        kept = keep(asked, response, route_of(request))
        return with_page(response, kept, conditions) if kept else response

    return middleware


def asked_of(request: HttpRequest) -> Asked | None:
    """Return what a request for a page asks for; None for others."""
    if request.method not in {"GET", "HEAD"}:
        return None
    query = request.META.get("QUERY_STRING", "")
    scheme = "https" if settings.HTTPS else str(request.scheme)
    return read_asked(scheme, request.path_info, query, headers_of(request))


def headers_of(request: HttpRequest) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def keep(asked: Asked, response: HttpResponse, route: str = "") -> KeptPage | None:
    """Keep an answer that its view marked, unless it turned out to be for one visitor only."""
    state = getattr(response, "kept_in_state", None)
    if state is None or response.streaming or response.cookies or "Set-Cookie" in response:
        return None
    if response.status_code != HTTPStatus.OK or "cookie" in response.get("Vary", "").lower():
        return None
    patch_vary_headers(response, ["Accept-Encoding"])
    modified = parse_http_date_safe(response.get("Last-Modified", ""))
    headers = [pair for pair in response.items() if pair[0].lower() not in NOT_KEPT]
    page = make_page(state, response["ETag"].strip('"'), headers, response.content, modified)
    page.route = route
    KEEPER.keep(asked, page)
    return page


def with_page(response: HttpResponse, page: KeptPage, conditions: Conditions) -> HttpResponse:
    """Give the answer from which a page was made the bytes and headers of the page."""
    key = page.choose(conditions.accept_encoding)
    if key != "identity":
        response.content = page.body(key)
        response["Content-Encoding"] = encoding_of(key)
    response["ETag"] = page.quoted_etag(key)
    response["Content-Length"] = str(len(response.content))
    response.kept_page = page  # type: ignore[attr-defined]
    return response


def answer(page: KeptPage, conditions: Conditions) -> HttpResponse:
    """Make the answer with a kept page: the page, or that the client has it."""
    key = page.choose(conditions.accept_encoding)
    response: HttpResponse
    if page.is_unmodified(conditions):
        response = HttpResponseNotModified()
        response["ETag"] = page.quoted_etag(key)
        for name, value in page.headers:
            if name in {"Cache-Control", "Vary"}:
                response[name] = value
    else:
        response = HttpResponse(page.body("identity") if key == "identity" else b"")
        for name, value in page.headers:
            response[name] = value
        response = with_page(response, page, conditions)
    response.kept_route = page.route  # type: ignore[attr-defined]
    if page.modified is not None:
        response["Last-Modified"] = http_date(page.modified)
    return response
