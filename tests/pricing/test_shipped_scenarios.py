"""The texts of the shipped scenarios: complete, and translated."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from pricing.shipped_scenarios import SHIPPED


@pytest.mark.parametrize("key", SHIPPED)
def test_works(key):
    for text in SHIPPED[key]:
        assert text == gettext(text) != ""
        with translation.override("zh-hant"):
            assert gettext(text) != text
