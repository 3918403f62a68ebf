"""The address alone says the language, so that a page can be kept and shared by everybody.

Django's own middleware would have English pages vary by `Accept-Language`, on which they do not
depend: no header and no cookie ever turns one address into the page of another language.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.context import Context
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]


def language_from_path(get_response: Answer) -> Answer:
    """Answer in the language of the address: English, unless it begins with another's prefix."""

    def answer(request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer


def language_of(context: Context) -> str | None:
    """Return the language that a page is rendered in: asked once, for two hundred tags need it."""
    kept: Any = context.render_context
    language: str | None = kept.get("language")
    if language is None:
        language = kept["language"] = translation.get_language()
    return language
