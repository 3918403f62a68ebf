"""The page of one model as Markdown."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.as_of.withdrawn import missing
from catalog.data_age import data_age_text
from catalog.display.money import NOT_REPORTED, cost_text, price_text, tokens_text
from catalog.http import DataVersion, data_version
from catalog.listing.facets import REGIONS, SELLERS
from catalog.listing.stated import Stated
from catalog.models import CanonicalModel, MovedModel, Offering
from catalog.templatetags.display import comma, flag_word, model_reports_text
from pages.announcements import model_announcements, offer_announcements
from pages.corrections import CorrectionNote, model_corrections, offer_corrections
from pages.model_page.offer_facts import facts_of
from pages.model_page.offers import STATED
from pages.model_page.reading import find_model, read_offerings
from pages.model_page.versions import ModelVersions, read_versions
from pricing.scenarios import ScenarioCost, cost_index, local_scenarios
from scoring.model_scores import model_scores
from scoring.models import Score

MARKDOWN = "text/markdown; charset=utf-8"
Lines = list[tuple[str, str]]  # label and value


@dataclass(frozen=True, slots=True)
class MarkdownOffer:
    """One row of the table of offers, its figures as text; `id` is the provider's model id."""

    provider: str
    id: str
    region: str
    seller: str
    input: str
    output: str
    context: str
    remark: str
    fees: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells after the ID, in the order of `heads`."""
        return self.region, self.seller, self.input, self.output, self.context


def heads() -> list[str]:
    """Return the heads of the table of offers."""
    words = (gettext("Region"), gettext("Seller"), gettext("Input"), gettext("Output"))
    return [gettext("Provider"), "ID", *words, gettext("Context")]


def markdown(request: HttpRequest, maker: str, slug: str) -> HttpResponse:
    path, data = f"{maker}/{slug}", data_version(request)
    model = find_model(path, data)
    if (model is None or model.withdrawn_on) and (target := MovedModel.objects.target_of(path)):
        return redirect("model-markdown", *target.split("/"), permanent=True)
    if model is None:
        raise missing(CanonicalModel.objects.filter(path=path).first(), data)
    offerings = [o for o in read_offerings(model, data) if o.withdrawn_on is None]
    # In order of price; what is deprecated or has a doubtful price follows the others.
    offerings.sort(key=lambda one: (one.comparable and not one.competing) or bool(one.price_doubt))
    facts = facts_of(offerings, model)
    scenarios = local_scenarios(data.key if data else None)
    # A withdrawn model keeps its last offer, at whose price nobody can buy.
    recommended = None if model.withdrawn_on else model.recommended
    context = {
        "model": model,
        "data_age": data_age_text(data),
        "summary": summary(model),
        "capabilities": capabilities(model),
        "scores": score_lines(model_scores(model, data)),
        "costs": cost_lines(cost_index(recommended, scenarios)),
        "heads": heads(),
        "offers": [markdown_offer(offering, facts[offering.pk]) for offering in offerings],
        "left_out": max(model.channel_count - len(offerings), 0),
        "versions": version_lines(read_versions(model, data=data)),
        "corrections": correction_lines(model, offerings, data),
    }
    return render(request, "pages/model.md", context, content_type=MARKDOWN)


def correction_lines(
    model: CanonicalModel, offerings: Iterable[Offering], data: DataVersion | None
) -> list[tuple[str, CorrectionNote]]:
    """Return what editors recorded: about which offer, "" for the model itself, and the note."""
    own = model_corrections(model.path, model.maker, model.corrected, data)
    notes = [("", note) for note in (*own, *model_announcements(model.path, data))]
    several = list(offerings)
    by_offer, announced = offer_corrections(several, data), offer_announcements(several, data)
    for one in several:
        where = f"{one.provider.name} ({one.provider_model_id})"
        said = (*by_offer.get(one.pk, ()), *announced.get(one.pk, ()))
        notes += [(where, note) for note in said]
    return notes


def version_lines(versions: ModelVersions) -> Lines:
    """Return label and canonical id of each version, the current one first; empty for a single."""
    return [(label, version.path) for label, version in versions.labelled]


def summary(model: CanonicalModel) -> Lines:
    """Return the facts at the head of the page; a dash is "not reported"."""
    return [
        (gettext("Input per 1M tokens"), price_text(model.input_price)),
        (gettext("Output per 1M tokens"), price_text(model.output_price)),
        (gettext("Context"), tokens_text(model.context)),
        (gettext("Max output"), tokens_text(model.max_output)),
        (gettext("Providers"), str(model.provider_count)),
        (gettext("Released"), model.released or NOT_REPORTED),
        (gettext("Knowledge cutoff"), model.knowledge or NOT_REPORTED),
    ]


ABILITIES = (
    (_("Tool calling"), "tool_calling"),
    (_("Structured output"), "structured_output"),
    (_("Reasoning"), "reasoning"),
    (_("Image input"), "vision"),
    (_("Audio input"), "audio"),
    (_("PDF input"), "pdf"),
    (_("Prompt caching"), "prompt_caching"),
    (_("Open weights"), "open_weights"),
)


def capabilities(model: CanonicalModel) -> Lines:
    """Return what the model can do: yes, no or "not reported", and how many offers say so."""
    return [(str(label), _ability(model, fact)) for label, fact in ABILITIES]


def _ability(model: CanonicalModel, fact: str) -> str:
    word, reported = flag_word(getattr(model, fact)), model_reports_text(model, fact)
    return (
        gettext("%(value)s (%(reported)s)") % {"value": word, "reported": reported}
        if reported
        else word
    )


def score_lines(scores: Iterable[Score]) -> Lines:
    return [(gettext(s.scored.rubric.label), f"{s.points}/100") for s in scores]


def cost_lines(index: Iterable[ScenarioCost]) -> list[tuple[str, str, str]]:
    """Return what each scenario costs: its name, how many requests, and the total."""
    return [(row.scenario.name, row.scenario.per, cost_text(row.cost.total)) for row in index]


def markdown_offer(offering: Offering, facts: Stated) -> MarkdownOffer:
    """Return an offer's row; a price of 0/0 that is not said to be free is no price."""
    stated = offering.price_state in STATED
    return MarkdownOffer(
        provider=offering.provider.name,
        id=offering.provider_model_id,
        region=str(REGIONS[facts.region_value]),
        seller=str(SELLERS[facts.seller_value]),
        input=price_text(offering.input_price if stated else None),
        output=price_text(offering.output_price if stated else None),
        context=tokens_text(offering.context),
        remark=offering.price_doubt_text,
        fees=comma().join(offering.other_fees),
    )
