"""Models: what is stored as a key is shown as a text."""

import pytest
from django.utils import translation

from catalog.models import Offering


@pytest.mark.parametrize("stored", ["", "a sentence {of} an earlier release", "unknown|a|b"])
def test_doubt_text_of_unknown_text_is_that_text(stored):
    assert Offering(doubt=stored).doubt_text == stored


def test_doubt_text_is_in_the_readers_language():
    offering = Offering(doubt="distillation|a|a-distill")
    with translation.override("en"):
        english = offering.doubt_text
    with translation.override("zh-hant"):
        chinese = offering.doubt_text
    assert english != chinese
    for text in (english, chinese):
        assert " a" in text
        assert "a-distill" in text


def test_rule_names_are_in_the_readers_language():
    offering = Offering(rules=["plus-sign", "A rule of an earlier release"])
    with translation.override("zh-hant"):
        assert offering.rule_names == ["加號", "A rule of an earlier release"]
