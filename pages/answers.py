"""The questions that are answered: eight on each model's page, and the site's own.

A question is data here; its answer is a template of whole sentences, `pages/faq/<slug>.html` or
`pages/site_faq/<slug>.html`, so that figures are formatted by the filters that format them
everywhere and a translator can put the words in any order. Machines get the same text.
"""

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from catalog.models import CanonicalModel, Offering, StatedFacts
from pages.model_page.alternatives import Alternative
from pages.model_page.offers import offers_by_state

Text = str | Promise

MODEL_QUESTIONS: dict[str, Text] = {
    "cost": _("How much does %(model)s cost?"),
    "context": _("What is the context window of %(model)s?"),
    "tool-calling": _("Does %(model)s support tool calling?"),
    "structured-output": _("Does %(model)s support structured output or a JSON mode?"),
    "vision": _("Can %(model)s take images as input?"),
    "open-weights": _("Are the weights of %(model)s open?"),
    "alternatives": _("What are the best alternatives to %(model)s?"),
    "source": _("Where does this data come from?"),
}
SITE_QUESTIONS: dict[str, Text] = {
    "what": _("What is Model Ledger?"),
    "source": _("Where does the data come from, and how often?"),
    "states": _("What do “unknown”, “free”, “plan” and “not reported” mean?"),
    "grouping": _("How are the offers of many providers joined into one model?"),
    "price": _("Which price is shown for a model?"),
    "differ": _("Why do prices of the same model differ?"),
    "units": _("In which currency and units are prices given?"),
    "scores": _("How are the scores made? Are they benchmarks?"),
    "mistakes": _("How do I report a mistake?"),
    "licence": _("May I use the data?"),
}
EXTRA_PRICES = ("cache_read_price", "cache_write_price", "input_audio_price", "output_audio_price")


@dataclass(frozen=True, slots=True)
class Answer:
    slug: str
    question: str
    html: SafeString

    @property
    def text(self) -> str:
        """The answer without its mark-up."""
        return html.unescape(strip_tags(self.html))


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """How many channels say yes, say no, or say nothing; whether they outvote who represents."""

    yes: int
    no: int
    silent: int
    outvote: bool = False

    @property
    def differ(self) -> bool:
        return sum(map(bool, (self.yes, self.no, self.silent))) > 1


def model_answers(
    model: CanonicalModel,
    channels: Sequence[Offering],
    alternatives: Sequence[Alternative],
    day: date | None,
) -> list[Answer]:
    """Answer the eight questions on a model, from its channels in order of price."""
    states = offers_by_state(channels)
    facts = {
        "model": model,
        "by_state": states,
        "cheaper": _cheaper(model, states.priced),
        "more_prices": any(has_more_prices(channel) for channel in channels),
        "contexts": sorted({c.context for c in channels if c.context is not None}),
        "tools": report_counts(model, channels, lambda said: said.tool_calling),
        "structured": report_counts(model, channels, lambda said: said.structured_output),
        "images": report_counts(model, channels, _takes_images),
        "open": report_counts(model, channels, lambda said: said.open_weights),
        "alternatives": alternatives,
        "day": day,
    }
    named = {slug: text % {"model": model.name} for slug, text in MODEL_QUESTIONS.items()}
    return _answers("pages/faq", named, facts)


def site_answers() -> list[Answer]:
    """Answer the questions on the site itself."""
    asked = {slug: str(text) for slug, text in SITE_QUESTIONS.items()}
    return _answers("pages/site_faq", asked, {})


def _answers(folder: str, asked: Mapping[str, str], facts: Mapping[str, Any]) -> list[Answer]:
    return [
        Answer(slug, question, _rendered(f"{folder}/{slug}.html", facts))
        for slug, question in asked.items()
    ]


def _rendered(template: str, facts: Mapping[str, Any]) -> SafeString:
    """Return what a template says, its line breaks being mere spaces, but none after 。."""
    text = " ".join(get_template(template).render(dict(facts)).split())
    return mark_safe(text.replace("。 ", "。"))  # noqa: S308 (the template has escaped it)


def report_counts(
    model: CanonicalModel,
    channels: Iterable[Offering],
    said: Callable[[StatedFacts], bool | None],
) -> ReportCounts:
    values = [said(channel) for channel in channels]
    outvote = model.representative is not None and said(model.representative) != said(model)
    return ReportCounts(values.count(True), values.count(False), values.count(None), outvote)


def has_more_prices(channel: Offering) -> bool:
    """Whether a channel publishes more than prices for input and output."""
    extra = any(getattr(channel, name) is not None for name in EXTRA_PRICES)
    return channel.price_state == "priced" and (extra or bool(channel.tiers))


def _cheaper(model: CanonicalModel, priced: Sequence[Offering]) -> Offering | None:
    """Return the cheapest channel, if it is cheaper than the recommended one."""
    cheapest = min(priced, key=lambda c: c.blended_price or 0, default=None)
    if cheapest is None or model.blended_price is None or cheapest.blended_price is None:
        return None
    return cheapest if cheapest.blended_price < model.blended_price else None


def _takes_images(said: StatedFacts) -> bool | None:
    return "image" in said.input_modalities if said.input_modalities else None
