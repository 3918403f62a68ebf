"""The texts of the shipped scenarios, in English; what an editor wrote outranks them."""

from collections.abc import Mapping
from typing import NamedTuple

from catalog.display.translation import gettext_noop as _


class ScenarioTexts(NamedTuple):
    """The texts of one scenario, to be translated when they are shown."""

    name: str
    unit: str
    assumption: str


PARTS = ("name", "unit", "assumption")
SHIPPED: Mapping[str, ScenarioTexts] = {
    "rag-answer": ScenarioTexts(
        _("RAG answer"),
        _("RAG answers"),
        _(
            "5K input tokens (the question and 4 retrieved passages of about 1K each) and 500"
            " tokens of answer. A typical assistant over a company’s own documents."
        ),
    ),
    "ticket-triage": ScenarioTexts(
        _("Support ticket triage"),
        _("tickets"),
        _(
            "1K input tokens (the ticket and the instructions) and a classification of 100 "
            "tokens in JSON. Customer support in large numbers."
        ),
    ),
    "data-extraction": ScenarioTexts(
        _("Data extraction"),
        _("documents"),
        _(
            "2K input tokens (one page of a document) and 500 tokens of extracted JSON. "
            "Invoices, forms and data pipelines."
        ),
    ),
    "code-review": ScenarioTexts(
        _("Code review"),
        _("PRs"),
        _(
            "8K input tokens (the diff and the files around it) and 1K tokens of review "
            "comments. A bot that reads every pull request."
        ),
    ),
    "agent-step": ScenarioTexts(
        _("Agent step"),
        _("steps"),
        _(
            "12K input tokens (a long history of tool calls) and 600 tokens that decide on "
            "the next call. The cost of one step of an agent."
        ),
    ),
}
