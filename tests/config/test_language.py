"""The language of a page: by its URL, whatever the headers and cookies say."""

import pytest
from django.http import HttpResponse
from django.utils.translation import get_language

from config.language import language_from_path, language_of


@pytest.mark.parametrize(
    "path, language",
    [
        ("/", "en"),
        ("/models/", "en"),
        ("/zh-hant/", "zh-hant"),
        ("/zh-hant/models/", "zh-hant"),
        ("/zh-hant", "zh-hant"),
        ("/zh-hans/", "zh-hant"),  # no such page; the 404 is in the nearest language
        ("/models/zh-hant/", "en"),
        ("", "en"),
    ],
)
def test_language_of(path, language):
    assert language_of(path) == language


@pytest.mark.parametrize("path, language", [("/", "en"), ("/zh-hant/", "zh-hant")])
def test_the_view_runs_in_the_language(rf, path, language):
    middleware = language_from_path(lambda request: HttpResponse(get_language()))
    request = rf.get(path, headers={"accept-language": "fr"})
    response = middleware(request)
    assert response.content.decode() == response["Content-Language"] == language
    assert language == request.LANGUAGE_CODE


def test_no_header_makes_the_page_vary(rf):
    response = language_from_path(lambda request: HttpResponse())(rf.get("/"))
    assert "Vary" not in response


def test_a_language_that_the_view_states_stays(rf):
    stated = HttpResponse(headers={"Content-Language": "ja"})
    response = language_from_path(lambda request: stated)(rf.get("/zh-hant/"))
    assert response["Content-Language"] == "ja"
