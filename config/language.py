"""The language of a page is a matter of its URL alone, so that caches may share the page.

Django's LocaleMiddleware would add `Vary: Accept-Language`, on which our pages do not depend: no
header and no cookie changes the language of a URL.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponse]


def language_of(path: str) -> str:
    """Return the language of a URL path: English, unless it begins with another's prefix."""
    return translation.get_language_from_path(path) or settings.LANGUAGE_CODE


def language_from_path(get_response: GetResponse) -> GetResponse:
    """Middleware: answer in the language of the URL."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.LANGUAGE_CODE = language = language_of(request.path_info)
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware
