"""Error pages that need no database, session or context processor: any of these may have failed.

The language is chosen from the URL again: an error may be raised before `config.language` runs.
404 is an ordinary page (templates/404.html) by Django's own view.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from config.language import language_of


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, "400.html", HTTPStatus.BAD_REQUEST)


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
