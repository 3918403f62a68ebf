"""Parameters that a page does not read: the page is that of the URL without them, and says so.

A kept page serves any number of made-up names: nothing is kept under them, and nothing rendered
but the notice. Programs read no notices, so files and feeds answer 400.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from catalog.as_of.days import PARAMETER, DayNotOnRecord, data_as_of
from catalog.http import data_version
from catalog.parameters import (
    LONGEST_SHOWN,
    MOST_SHOWN,
    Answer,
    Reading,
    Unknown,
    explain,
    reading_of,
    split_pairs,
)
from config.kept_pages.asked import Conditions, read_conditions
from config.kept_pages.keeper import KEEPER
from config.kept_pages.middleware import answer, asked_of, headers_of, keep
from config.language import language_of
from config.metrics.counting import route_of

GetResponse = Callable[[HttpRequest], HttpResponse]
Pair = tuple[str, str]

MAIN = re.compile(rb"<main\b[^>]*>")
OF_THE_PAGE = ("ETag", "Last-Modified")
READING = {"GET", "HEAD"}
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


def unknown_parameters(get_response: GetResponse) -> GetResponse:
    """Middleware, right inside that of kept pages: say on a page what it does not read.

    The URL's view is known in `process_view` only; from there on, the request has no such pair.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        wrong = wrong_values(request)
        unknown: list[Pair] = [*getattr(request, "unknown_pairs", ()), *wrong]
        if not unknown:
            return response
        if wrong:
            response.kept_in_state = None  # type: ignore[attr-defined]  # never without the notice
        else:
            keep_plain_page(request, response)
        return with_notice(request, response, unknown)

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def process_view(
    request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
) -> HttpResponse | None:
    """Take what the view does not read from the request; answer with the kept page, or 400."""
    reading = reading_of(view)
    if reading is None or request.method not in READING or not request.GET:
        return None
    known = known_parameters(request, reading, dated=getattr(view, "dated", False))
    if known is None:
        return None
    request.reading, request.known_parameters = reading, known  # type: ignore[attr-defined]
    read, others = split_pairs(_pairs(request.GET), known, reading.names)
    if not others:
        return None
    if reading.answer is Answer.REFUSE:
        return refusal(next(explain(others, known)))
    request.unknown_pairs = others  # type: ignore[attr-defined]
    _replace_query(request, read)
    if reading.answer is Answer.TELL:
        for name in CONDITIONS:  # which are about another page
            request.META.pop(name, None)
    asked = None if settings.DEBUG else asked_of(request)
    page = KEEPER.find(asked) if asked else None
    if page is None:
        return None
    told = reading.answer is Answer.TELL
    return answer(page, Conditions() if told else read_conditions(headers_of(request)))


def known_parameters(
    request: HttpRequest, reading: Reading, *, dated: bool
) -> dict[str, Any] | None:
    """Return what a page reads, with its values on its day; None where the data has none yet."""
    data = data_version(request)
    if data is None:
        return None
    if not dated:
        return reading.known(data)
    typed = request.GET.get(PARAMETER, "")
    try:
        return {PARAMETER: None, **reading.known(data_as_of(data, typed) if typed else data)}
    except DayNotOnRecord:
        return None  # the view says so


def wrong_values(request: HttpRequest) -> list[Pair]:
    """Return the pairs of which the view knows that they are wrong (`limit_values`)."""
    limits = getattr(request, "limited_values", None)
    known = getattr(request, "known_parameters", None)
    if not limits or known is None:
        return []
    known |= limits
    return split_pairs([pair for pair in _pairs(request.GET) if pair[0] in limits], limits)[1]


def _pairs(query: QueryDict) -> list[Pair]:
    return [(name, value) for name, values in query.lists() for value in values]


def _replace_query(request: HttpRequest, pairs: list[Pair]) -> None:
    """Let the view see these pairs only."""
    query = urlencode(pairs, safe="/:,")
    request.META["QUERY_STRING"] = query
    request.GET = QueryDict(query)


def refusal(unknown: Unknown) -> HttpResponse:
    return HttpResponse(f"{unknown.line}\n", status=400, content_type="text/plain; charset=utf-8")


def keep_plain_page(request: HttpRequest, response: HttpResponse) -> None:
    """Keep the page that was rendered, as that of the URL without unknown parameters."""
    asked = None if settings.DEBUG else asked_of(request)
    if asked:
        keep(asked, response, route_of(request))
    response.kept_in_state = None  # type: ignore[attr-defined]


def with_notice(request: HttpRequest, response: HttpResponse, others: list[Pair]) -> HttpResponse:
    """Put the notice into a page; an answer of another kind is that of the URL without them."""
    response.kept_page = None  # type: ignore[attr-defined]
    if location := response.get("Location"):
        response["Location"] = with_pairs(location, others[:MOST_SHOWN])
        return response
    refuses = request.reading.answer is Answer.REFUSE  # type: ignore[attr-defined]
    if refuses or response.get("Content-Type", "").startswith("text/markdown"):
        return refusal(next(explain(others, request.known_parameters)))  # type: ignore[attr-defined]
    is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
    if response.status_code != 200 or not is_page or "HX-Request" in request.headers:
        return response
    start = MAIN.search(response.content)
    if start is None:
        return response
    with translation.override(language_of(request.path_info)):
        notice = render_to_string("_unknown_parameters.html", notice_context(request, others))
    content = response.content
    response.content = content[: start.end()] + notice.encode() + content[start.end() :]
    for name in OF_THE_PAGE:
        del response[name]
    response["Content-Length"] = str(len(response.content))
    response["Cache-Control"] = "private, max-age=0"
    response["X-Robots-Tag"] = "noindex"
    return response


def with_pairs(location: str, others: list[Pair]) -> str:
    """Return where a redirect leads with parameters added, so that the page there tells of them."""
    split = urlsplit(location)
    cut = [(name[:LONGEST_SHOWN], value[:LONGEST_SHOWN]) for name, value in others]
    query = "&".join(filter(None, (split.query, urlencode(cut))))
    return urlunsplit(split._replace(query=query))  # noqa: SLF001 - public in named tuples


def notice_context(request: HttpRequest, others: list[Pair]) -> dict[str, Any]:
    """Return the first unknown parameters, each with the URL that it was probably meant for."""
    known = request.known_parameters  # type: ignore[attr-defined]
    read = [pair for pair in _pairs(request.GET) if pair not in others]
    lines = []
    for number, unknown in enumerate(explain(others, known)):
        if number == MOST_SHOWN:
            break
        given = next(pair for pair in others if unknown.is_about(pair))
        meant = [*read, unknown.correct(given)]
        url = f"{request.path}?{urlencode(meant, safe='/:,')}"
        lines.append((unknown, url if unknown.suggestion else ""))
    distinct = {(name, value if name in known else None) for name, value in others}
    return {"lines": lines, "more": len(distinct) - len(lines)}
