"""Texts of the site that editors can change, in both languages; an empty one is the shipped one.

EDITABLE is the table of them. Only what an editor wrote is stored, so an upgrade still improves the
others. What editors write is plain text: it is escaped, and web addresses in it become links.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.template.defaultfilters import urlize
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalog.capabilities import CAPABILITIES, Capability
from catalog.editorial import LONGEST_TEXT, EditedText
from catalog.http import DataVersion
from catalog.version_cache import per_version
from pages.answers import SITE_QUESTIONS, Answer, site_answer

Text = str | Promise
Texts = Mapping[str, EditedText]


@dataclass(frozen=True, slots=True)
class EditableText:
    """One text: what it is about, which part of that, and the shipped text in the active language.

    `most` is the number of characters that an editor may write.
    """

    key: str
    about: Text
    part: Text
    shipped: Callable[[], str]
    most: int


def _of_capability(capability: Capability) -> Iterator[EditableText]:
    key, label = f"capability.{capability.key}", capability.label
    yield EditableText(
        f"{key}.means", label, _("description"), lambda: str(capability.means), most=600
    )
    yield EditableText(
        f"{key}.caveats",
        label,
        _("limitations, one per line"),
        lambda: "\n".join(str(caveat) for caveat in capability.caveats),
        most=2000,
    )


def _of_question(slug: str, question: Text) -> Iterator[EditableText]:
    yield EditableText(
        f"faq.{slug}.question", question, _("question"), lambda: str(question), most=200
    )
    yield EditableText(
        f"faq.{slug}.answer",
        question,
        _("answer"),
        lambda: site_answer(slug).text,
        most=LONGEST_TEXT,
    )


EDITABLE: dict[str, EditableText] = {
    text.key: text
    for texts in (
        *(_of_capability(capability) for capability in CAPABILITIES),
        *(_of_question(slug, question) for slug, question in SITE_QUESTIONS.items()),
    )
    for text in texts
}


@per_version()
def edited_texts(_data: DataVersion | None) -> Texts:
    """Return what editors wrote, by key: read once per version, and each edit publishes one."""
    return {text.key: text for text in EditedText.objects.all()}


def _written(texts: Texts, key: str) -> str:
    """Return what an editor wrote in the active language; "" where the shipped text stays."""
    edited = texts.get(key)
    if edited is None:
        return ""
    return (edited.chinese if get_language() == "zh-hant" else edited.english).strip()


def explained(capability: Capability, texts: Texts) -> Capability:
    """Return a capability with the explanations that readers get."""
    means = _written(texts, f"capability.{capability.key}.means")
    caveats = _written(texts, f"capability.{capability.key}.caveats")
    lines = tuple(line.strip() for line in caveats.splitlines() if line.strip())
    return replace(capability, means=means or capability.means, caveats=lines or capability.caveats)


def answered(texts: Texts) -> list[Answer]:
    """Answer the questions on the site itself."""
    return [_answer(slug, texts) for slug in SITE_QUESTIONS]


def _answer(slug: str, texts: Texts) -> Answer:
    question = _written(texts, f"faq.{slug}.question") or str(SITE_QUESTIONS[slug])
    if text := _written(texts, f"faq.{slug}.answer"):
        return Answer(slug, question, urlize(text))
    return replace(site_answer(slug), question=question)
