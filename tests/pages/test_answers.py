"""Questions and answers: templates by slug, and their text for JSON-LD."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils.safestring import mark_safe

from pages.answers import SITE_QUESTIONS, Answer, one_line, render_answers
from pages.edited_texts import answered


@pytest.mark.parametrize(
    "markup, text",
    [
        ("<p>One <b>two</b>\n three</p>", "One two three"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("一。\n  二", "一。二"),
        ("", ""),
    ],
    ids=["tags and lines", "entities", "a full-width full stop", "nothing"],
)
def test_the_text_of_an_answer_is_plain_and_on_one_line(markup, text):
    assert Answer("slug", "Why?", mark_safe(markup)).text == text


@pytest.mark.parametrize(
    "text, line", [("a\n\n b ", "a b"), ("一。 二。 ", "一。二。"), ("a. b", "a. b"), (" \n", "")]
)
def test_one_line(text, line):
    assert one_line(text) == line


def test_every_question_has_an_answer_and_an_anchor_of_its_own():
    answers = answered({})
    assert [answer.slug for answer in answers] == list(SITE_QUESTIONS)
    assert all(answer.text and answer.question.endswith("?") for answer in answers)


def test_no_template_lacks_its_question():
    folder = Path(settings.BASE_DIR) / "templates/pages/site_faq"
    slugs = {file.stem for file in folder.glob("*.html") if not file.stem.startswith("_")}
    assert slugs == set(SITE_QUESTIONS)


def test_an_answer_gets_the_context_escaped():
    model = SimpleNamespace(url="/models/a/b/", model=SimpleNamespace(name="<b>"))
    questions = {"_model_links": "Which?"}
    (answer,) = render_answers("pages/faq", questions, {"alternatives": [model]})
    assert (answer.slug, answer.question) == ("_model_links", "Which?")
    assert "&lt;b&gt;" in answer.html
    assert answer.text == "<b>"
