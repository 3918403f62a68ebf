"""The address alone says the language, so that a page can be kept and shared by everybody.

Django's own middleware would have English pages vary by `Accept-Language`, on which they do not
depend: no header and no cookie ever turns one address into the page of another language.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
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
