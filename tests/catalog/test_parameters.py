"""Which pairs of a URL a page reads, and what is said of the others."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.parameters import (
    DAY,
    LONGEST_SHOWN,
    MEANT,
    NUMBER,
    Answer,
    Reading,
    Unknown,
    explain,
    reading_of,
    reads,
    shown,
    split_pairs,
)

KNOWN = {
    "q": None,
    "on": DAY,
    "page": NUMBER,
    "maker": {"openai", "anthropic", "Meta"},
    "provider": {"azure"},
    "blended-max": None,
}


def test_a_view_declares_what_it_reads():
    @reads({"q": None}, lambda data: {"maker": {str(data)}}, answer=Answer.REFUSE)
    def view() -> None: ...

    reading = reading_of(view)
    assert reading is not None
    assert reading.answer is Answer.REFUSE
    assert reading.known(None) == {"q": None, "maker": {"None"}}


def test_other_views_declare_nothing():
    assert reading_of(test_other_views_declare_nothing) is None
    assert Reading().known(None) == {}
    assert Reading().answer is Answer.TELL


@pytest.mark.parametrize(
    "pair, is_read",
    [
        (("q", "anything"), True),
        (("on", "2026-05-12"), True),
        (("on", "12 May"), False),
        (("page", "7"), True),
        (("page", "-7"), False),
        (("page", "\N{ARABIC-INDIC DIGIT SEVEN}"), False),
        (("maker", "openai"), True),
        (("maker", "OpenAI"), False),
        (("maker", ""), True),
        (("maker", "  "), True),
        (("zzz", ""), False),
        (("a/b", "azure"), True),
        (("a/b/c", "azure"), False),
    ],
)
def test_what_is_read(pair, is_read):
    read, others = split_pairs([pair], KNOWN, re.compile("[a-z]/[a-z]"))
    assert (read, others) == (([pair], []) if is_read else ([], [pair]))


@pytest.mark.parametrize(
    "pair, suggestion",
    [
        (("day", "2026-05-12"), "on"),
        (("Day", "2026-05-12"), "on"),
        (("provder", "azure"), "provider"),
        (("PROVIDER", "azure"), "provider"),
        (("search", "x"), "q"),
        (("max_price", "1"), "blended-max"),
        (("blended_max", "1"), "blended-max"),
        (("zzz", "1"), ""),
        (("order", "x"), ""),  # this page has no order
        (("maker", "OPENAI"), "openai"),
        (("maker", "antropic"), "anthropic"),
        (("maker", "meta"), "Meta"),
        (("maker", "nobody"), ""),
        (("page", "x"), ""),
    ],
)
def test_what_was_meant(pair, suggestion):
    (unknown,) = explain([pair], KNOWN)
    assert unknown.suggestion == suggestion
    assert unknown.is_about(pair)
    if suggestion:
        assert split_pairs([unknown.correct(pair)], KNOWN)[1] == []


def test_the_same_name_is_said_once_and_each_value():
    pairs = [("zzz", "1"), ("zzz", "2"), ("maker", "a"), ("maker", "b"), ("maker", "a")]
    found = [(unknown.name, unknown.value) for unknown in explain(pairs, KNOWN)]
    assert found == [("zzz", None), ("maker", "a"), ("maker", "b")]


def test_lines_in_words():
    assert Unknown("day", None, "on").line == (
        "This page has no parameter “day”. Did you mean “on”?"
    )
    assert Unknown("maker", "x").line == "The parameter “maker” has no value “x”."


@given(st.text(max_size=100))
def test_what_is_shown_is_one_short_printing_line(text):
    line = shown(text)
    assert len(line) <= LONGEST_SHOWN
    assert line.isprintable()
    assert text.isprintable() is False or len(text) > LONGEST_SHOWN or line == text


def test_suggested_names_are_not_what_was_typed():
    assert all(name not in meant for name, meant in MEANT.items())
