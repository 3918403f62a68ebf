"""Error pages that need no database, session or context processor: any of these may have failed.

The language is chosen from the URL again: an error may be raised before `config.language` runs.
Except 404, which is an ordinary page.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from api.problems import not_found_response
from config.language import language_of
from pages.errors import page_not_found as render_404


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, "400.html", HTTPStatus.BAD_REQUEST)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a program with JSON, a reader with a page."""
    if request.path_info.startswith("/api/v1/"):
        return not_found_response(request.path_info)
    return render_404(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, "403.html", HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(request, "403_csrf.html", HTTPStatus.FORBIDDEN)


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, "500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def error_page(request: HttpRequest, template: str, status: HTTPStatus) -> HttpResponse:
    """Render in the language of the URL; the template gets the `path` of the failed request."""
    language = language_of(request.path_info)
    with translation.override(language):
        html = render_to_string(template, {"path": request.get_full_path()})
    return HttpResponse(html, status=status, headers={"Content-Language": language})
