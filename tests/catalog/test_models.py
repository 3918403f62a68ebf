"""Models: what is stored as a key is shown as a text."""

import pytest
from django.utils import translation

from catalog.models import Offering, Run, translated


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


PARTS = {"msgid": "refused {source}: {reason}", "arguments": {"source": "x{}", "reason": "a {b}"}}


def test_translated_fills_the_arguments():
    assert translated(PARTS) == "refused x{}: a {b}"


def test_translated_translates_arguments_that_are_messages():
    with translation.override("zh-hant"):
        plus = {"msgid": "Plus sign", "arguments": {}}
        assert translated({"msgid": "{a} {b}", "arguments": {"a": plus, "b": 7}}) == "加號 7"


def test_translated_leaves_braces_of_a_text_without_arguments():
    assert translated({"msgid": "a {b}", "arguments": {}}) == "a {b}"


def test_the_message_of_a_run_of_an_earlier_release_is_as_stored():
    assert Run(message="applied").message_text == "applied"
    assert Run(message="refused", message_parts=PARTS).message_text == "refused x{}: a {b}"
