"""Questions and answers: those on the site itself, and how an answer is rendered.

A question is data here; its answer is a template of whole sentences in `pages/faq/` or
`pages/site_faq/`, so that figures go through the same filters as everywhere and a translator can
put the words in any order. JSON-LD gets the same text.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from catalog.identity.versions import VERSION_RULES

SITE_QUESTIONS: dict[str, str | Promise] = {
    "what": _("What is Model Ledger?"),
    "source": _("Where does the data come from, and how often is it updated?"),
    "states": _("What do “unknown”, “free”, “plan” and “not reported” mean?"),
    "grouping": _("How are offers from different providers matched to one model?"),
    "versions": _("What are versions of a model?"),
    "price": _("Which price is shown for a model?"),
    "doubtful": _("What is a doubtful price?"),
    "differ": _("Why do prices differ for the same model?"),
    "units": _("What currency and units are prices in?"),
    "scores": _("How are scores calculated? Are they benchmarks?"),
    "past": _("Can I see a page as of a past day?"),
    "mistakes": _("How do I report a mistake?"),
    "licence": _("Can I use the data?"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered question; `slug` is its anchor on the page."""

    slug: str
    question: str
    html: SafeString

    @property
    def text(self) -> str:
        """The answer as plain text on one line, for JSON-LD."""
        # In this order: unescaped first, an escaped "<b>" would be stripped as a tag.
        return one_line(html.unescape(strip_tags(self.html)))


def one_line(text: str) -> str:
    """Return a text on one line: line breaks of its template become spaces.

    None follows a Chinese full stop, which is full-width: the gap would be twice as wide.
    """
    return " ".join(text.split()).replace("。 ", "。")


def site_answer(slug: str) -> Answer:
    """Return the shipped answer to a question on the site itself."""
    question = {slug: SITE_QUESTIONS[slug]}
    return render_answers("pages/site_faq", question, {"version_rules": VERSION_RULES})[0]


def render_answers(
    folder: str, questions: Mapping[str, str | Promise], context: Mapping[str, Any]
) -> list[Answer]:
    """Answer each question by the template of its slug in the folder."""
    return [
        Answer(slug, str(question), render_to_string(f"{folder}/{slug}.html", dict(context)))
        for slug, question in questions.items()
    ]
