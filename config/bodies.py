"""Which URLs accept a body, and how large it may be.

A request body is read only where a form or JSON is expected, after method, URL and size are
checked: otherwise any client could make any URL read and parse megabytes.
"""

from collections.abc import Callable
from http import HTTPMethod, HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import Resolver404, resolve
from django.utils import translation

from config.errors import bad_request, body_not_read
from config.language import language_of
from pricing.usage_log.views import MAX_BYTES as MAX_LOG_BYTES

GetResponse = Callable[[HttpRequest], HttpResponse]

READING = (HTTPMethod.GET, HTTPMethod.HEAD)
MAX_FORM_BYTES = 2**20
MAX_JSON_BYTES = 4 * 2**20
# With the multipart envelope and the other fields of the log's form.
MAX_LOG_FORM_BYTES = MAX_LOG_BYTES + MAX_FORM_BYTES
# The largest body by name of view or by its namespace; every other view reads none.
LARGEST_BODY = {
    "usage-log": MAX_LOG_FORM_BYTES,
    "start-pull": MAX_FORM_BYTES,
    "accept-once": MAX_FORM_BYTES,
    "reject-day": MAX_FORM_BYTES,
    "correct": MAX_FORM_BYTES,
    "report-mistake": MAX_FORM_BYTES,
    "end-correction": MAX_FORM_BYTES,
    "decline-report": MAX_FORM_BYTES,
    "start-rebuild": MAX_FORM_BYTES,
    "rescore": MAX_FORM_BYTES,
    "identity-queue": MAX_FORM_BYTES,
    "decide-identity": MAX_FORM_BYTES,
    "undo-identity": MAX_FORM_BYTES,
    "admin": MAX_FORM_BYTES,
    "api": MAX_JSON_BYTES,
}
MULTIPART = "multipart/form-data"
# In request.META: the status to answer, where the body was not read to its end.
BODY_PROBLEM = "ledger.body_problem"


def largest_body(path: str) -> int:
    """Return the most bytes of a body at this URL path; 0 where none is read.

    Raises Resolver404 for a path that does not exist.
    """
    with translation.override(language_of(path)):  # its prefix is part of the URL
        name = resolve(path).view_name
    return LARGEST_BODY.get(name.partition(":")[0], 0)


def bodies_only_where_expected(get_response: GetResponse) -> GetResponse:
    """Middleware: refuse a body that is not expected, before anything reads it.

    Above the CSRF middleware, which parses the body to find the token.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not can_decode(request):
            return bad_request(request, ValueError("charset"))
        if request.method in READING:
            # A GET has no body, so the type of one must not change how its query is read: caches
            # do not distinguish URLs by the Content-Type of a request.
            if not is_utf8(request):
                request.encoding = "utf-8"
            return get_response(request)
        return _refusal(request) or get_response(request)

    return middleware


def _refusal(request: HttpRequest) -> HttpResponse | None:
    try:
        most = largest_body(request.path_info)
    except Resolver404:
        request.get_host()  # or DisallowedHost, before the page for 404 repeats it in its links
        raise Http404(request.path_info) from None
    # OPTIONS is how browsers ask an API whether another site's page may use it.
    if not most and request.method != HTTPMethod.OPTIONS:
        return HttpResponseNotAllowed(READING)
    if problem := request.META.get(BODY_PROBLEM):
        return body_not_read(request, problem)
    if not is_utf8(request):
        return bad_request(request, ValueError("charset"))
    if most == MAX_LOG_FORM_BYTES:
        # The page of usage logs explains its own limit. But only multipart is parsed quickly:
        # 25 MB in URL encoding take 2 s of CPU time.
        most = MAX_FORM_BYTES if request.content_type != MULTIPART else 0
    if most and content_length(request.META.get("CONTENT_LENGTH")) > most:
        return body_not_read(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return None


def content_length(text: str | None) -> int:
    """Return the length that a request states, in bytes; 0 for none or an invalid one."""
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0


def can_decode(request: HttpRequest) -> bool:
    """Tell whether the request's charset, if it states one, is one of text: not rot13."""
    try:
        "a".encode(_charset(request)).decode(_charset(request))
    except (LookupError, UnicodeError, ValueError):
        return False
    return True


def is_utf8(request: HttpRequest) -> bool:
    return _charset(request).lower().replace("-", "").replace("_", "") in {"utf8", "usascii"}


def _charset(request: HttpRequest) -> str:
    return (request.content_params or {}).get("charset") or "utf-8"
