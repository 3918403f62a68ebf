"""Text from upstream in Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.templatetags.markdown import md, md_code


@pytest.mark.parametrize(
    "text, escaped",
    [
        ("GPT-5.1", "GPT-5.1"),
        ("a_b *c*", "a\\_b \\*c\\*"),
        ("[x](javascript:1)", "\\[x\\]\\(javascript:1\\)"),
        ("<b>|`#!", "\\<b\\>\\|\\`\\#\\!"),
        ("a\\|b", "a\\\\\\|b"),
        (" two\n# lines ", "two \\# lines"),
        ("", ""),
    ],
)
def test_escapes_what_markdown_gives_a_meaning(text, escaped):
    assert md(text) == escaped


@pytest.mark.parametrize(
    "text, code",
    [("a/b:free", "a/b:free"), ("a`b", "a'b"), ("a|b", "a\\|b"), ("a\n b", "a b"), ("*x*", "*x*")],
)
def test_a_code_span_in_a_table(text, code):
    assert md_code(text) == code


@given(st.text())
def test_a_text_stays_on_one_line_and_ends_no_span(text):
    assert len(md(text).splitlines()) <= 1
    assert "`" not in md_code(text)
    assert "|" not in md_code(text).replace("\\|", "")
