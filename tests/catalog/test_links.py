"""URLs of pages, cached."""

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import NoReverseMatch, path, reverse, set_script_prefix
from django.utils import translation

from catalog.links import page_url


class Elsewhere:
    urlpatterns = (path("m/<slug:slug>/", lambda request: HttpResponse(), name="maker"),)


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_is_what_reverse_returns(language):
    with translation.override(language):
        assert page_url("maker", "meta") == reverse("maker", args=["meta"])


def test_follows_the_language_the_prefix_and_the_site_map():
    with translation.override("en"):
        assert page_url("maker", "meta") == "/makers/meta/"
        set_script_prefix("/ledger/")
        assert page_url("maker", "meta") == "/ledger/makers/meta/"
        set_script_prefix("/")
        with override_settings(ROOT_URLCONF=Elsewhere):
            assert page_url("maker", "meta") == "/m/meta/"
    with translation.override("zh-hant"):
        assert page_url("maker", "meta") == "/zh-hant/makers/meta/"


def test_raises_where_reverse_does():
    with pytest.raises(NoReverseMatch):
        page_url("maker", "no slug")
