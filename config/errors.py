"""Error pages that need no database, session or context processor: any of these may have failed.

The language is chosen from the URL again: an error may be raised before `config.language` runs.
Except 404, which is an ordinary page.
"""

import logging
import sys
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from api.problems import not_found_response, problem_response
from catalog.http import HtmxHttpRequest
from config.database_faults import BREAKER, is_gone, passes_by_itself
from config.language import language_of
from pages.errors import page_not_found as render_404
from pricing.usage_log.views import usage_log_expired

log = logging.getLogger(__name__)

# Read when the process starts, since it depends on nothing.
PLAIN_500 = (Path(settings.BASE_DIR) / "templates/500_plain.html").read_text("utf-8")

GetResponse = Callable[[HttpRequest], HttpResponse]

RETRY_AFTER_SECONDS = 10
FROM_ELSEWHERE = ("Origin checking failed", "Referer checking failed")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_api(request):
        return problem_response(HTTPStatus.BAD_REQUEST, "The request cannot be decoded.")
    return error_page(request, "400.html", HTTPStatus.BAD_REQUEST)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a program with JSON, a reader with a page."""
    if _is_api(request):
        return not_found_response(request.path_info)
    return render_404(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, "403.html", HTTPStatus.FORBIDDEN)


def csrf_failure(request: HtmxHttpRequest, reason: str = "") -> HttpResponse:
    """Give a form back that only lacks a valid token; refuse what another site sent."""
    from_here = not reason.startswith(FROM_ELSEWHERE)
    if from_here and request.resolver_match and request.resolver_match.url_name == "usage-log":
        return usage_log_expired(request)
    return error_page(request, "403_csrf.html", HTTPStatus.FORBIDDEN)


def body_not_read(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """Answer a form that was too large, came too slowly, or came while too many others did."""
    if _is_api(request):
        return problem_response(status, "The body was not read to its end.")
    response = error_page(request, "form_not_read.html", status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an error of ours; one that passes by itself is 503, and when to try again."""
    error = sys.exception()  # Django calls this while it handles the exception
    if is_gone(error):
        BREAKER.fail()
    if passes_by_itself(error):
        return unavailable(request)
    try:
        return error_page(request, "500.html", HTTPStatus.INTERNAL_SERVER_ERROR)
    except Exception:
        # What the styled page needs may be what failed: the list of static files, a URL.
        log.exception("the error page failed")
        return HttpResponse(PLAIN_500, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer that the database is busy or gone, and when to try again."""
    if _is_api(request):
        response = problem_response(HTTPStatus.SERVICE_UNAVAILABLE, "The database is unavailable.")
    else:
        response = error_page(request, "503.html", HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def unavailable_at_once(get_response: GetResponse) -> GetResponse:
    """Middleware: while the database is gone, let one request a second try, and refuse the others.

    Below that of static files, which need no database.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request) if BREAKER.allows() else unavailable(request)

    return middleware


def error_page(request: HttpRequest, template: str, status: HTTPStatus) -> HttpResponse:
    """Render in the language of the URL; the template gets the `path` of the failed request."""
    language = language_of(request.path_info)
    with translation.override(language):
        html = render_to_string(template, {"path": request.get_full_path(), "status": status.value})
    headers = {"Content-Language": language, "Cache-Control": "no-store"}
    return HttpResponse(html, status=status, headers=headers)


def _is_api(request: HttpRequest) -> bool:
    """Tell whether a program asked, which gets JSON instead of a page."""
    return request.path_info.startswith("/api/v1/")
