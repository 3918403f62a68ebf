"""The eight questions on a model, answered from its facts and its offers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.domain.reports import Reports, has_modality
from catalog.models import CanonicalModel, Offering, StatedFacts
from pages.answers import Answer, render_answers
from pages.model_page.alternatives import Alternative
from pages.model_page.price_states import offers_by_state

MODEL_QUESTIONS: dict[str, str | Promise] = {
    "cost": _("How much does %(model)s cost?"),
    "context": _("What is the context window of %(model)s?"),
    "tool-calling": _("Does %(model)s support tool calling?"),
    "structured-output": _("Does %(model)s support structured output / JSON mode?"),
    "vision": _("Can %(model)s accept image input?"),
    "open-weights": _("Is %(model)s open-weight?"),
    "alternatives": _("What are the best alternatives to %(model)s?"),
    "source": _("Where does this data come from?"),
}
EXTRA_PRICES = ("cache_read_price", "cache_write_price", "input_audio_price", "output_audio_price")
Fact = Callable[[StatedFacts], bool | None]


@dataclass(frozen=True, slots=True)
class Votes:
    """What offers report, and whether the model takes an answer from them.

    `outvote` is whether that is the answer of a majority against the representative offer.
    """

    counted: Reports
    outvote: bool = False
    undecided: bool = False

    @property
    def disagree(self) -> bool:
        """Whether some offers report a yes and others a no."""
        return bool(self.counted.yes and self.counted.no)


def model_answers(
    model: CanonicalModel,
    offerings: Sequence[Offering],
    alternatives: Sequence[Alternative],
    day: date | None,
) -> list[Answer]:
    """Answer the questions on a model; offerings are in order of price, `day` is the data's."""
    by_state = offers_by_state(offerings)
    context = {
        "model": model,
        "by_state": by_state,
        "cheaper": _cheaper(model, by_state.lowest),
        "more_prices": any(has_more_prices(offering) for offering in offerings),
        "contexts": sorted({o.context for o in offerings if o.context is not None}),
        "tools": votes(model, offerings, lambda facts: facts.tool_calling),
        "structured": votes(model, offerings, lambda facts: facts.structured_output),
        "images": votes(
            model, offerings, lambda facts: has_modality(facts.input_modalities, "image")
        ),
        "open": votes(model, offerings, lambda facts: facts.open_weights),
        "alternatives": alternatives,
        "day": day,
    }
    questions = {slug: text % {"model": model.label} for slug, text in MODEL_QUESTIONS.items()}
    return render_answers("pages/faq", questions, context)


def votes(model: CanonicalModel, offerings: Iterable[Offering], fact: Fact) -> Votes:
    """Count what the offers report of one fact."""
    reported = [fact(offering) for offering in offerings]
    answer = fact(model)
    outvote = model.representative is not None and fact(model.representative) != answer
    counted = Reports(reported.count(True), reported.count(False), reported.count(None))
    return Votes(counted, outvote=outvote, undecided=answer is None and counted.reported > 0)


def has_more_prices(offering: Offering) -> bool:
    """Whether a priced offer publishes more than prices for input and output."""
    extra = any(getattr(offering, name) is not None for name in EXTRA_PRICES)
    return offering.price_state == "priced" and (extra or bool(offering.tiers))


def _cheaper(model: CanonicalModel, cheapest: Offering | None) -> Offering | None:
    """Return the cheapest offer, if it is cheaper than the recommended one."""
    if cheapest is None or model.blended_price is None or cheapest.blended_price is None:
        return None
    return cheapest if cheapest.blended_price < model.blended_price else None
