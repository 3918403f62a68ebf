"""The capabilities of models as one table, from which their lists, pages and facets are made."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.domain.reports import LONG_CONTEXT
from catalog.models import CanonicalModel

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Capability:
    """One capability: its field of the model, what a yes means, and what it does not mean.

    Where the field is a number, a value of at least `least` is a yes. `sort` orders its list.
    """

    key: str
    label: Text
    fact: str
    means: Text
    caveats: tuple[Text, ...]
    least: int | None = None
    sort: str = "-providers"
    counted: str = ""  # in `catalog.domain.reports.COUNTED`, where that is not the fact

    @property
    def counted_as(self) -> str:
        """The name under which offers' reports of it are counted."""
        return self.counted or self.fact

    def of(self, model: CanonicalModel) -> bool | None:
        """Return whether a model has it; None is "not reported"."""
        value = getattr(model, self.fact)
        return value if value is None or self.least is None else bool(value >= self.least)


CAPABILITIES = (
    Capability(
        "tool-calling",
        _("Tool calling"),
        "tool_calling",
        _(
            "The model can call functions that you define, each with a schema for its "
            "arguments. Your code runs the call and returns the result. Agents are built "
            "on this."
        ),
        (
            _(
                "“Supported” doesn’t mean reliable: models differ widely in choosing the "
                "right function and filling in its arguments."
            ),
            _(
                "Parallel calls, forced calls and streamed arguments vary by provider and "
                "aren’t in the data."
            ),
            _(
                "An offer may lack a capability that the model has. Each model’s page shows "
                "where offers differ."
            ),
        ),
    ),
    Capability(
        "structured-output",
        _("Structured output"),
        "structured_output",
        _(
            "The provider can constrain a reply to a JSON schema that you send, so it "
            "always parses."
        ),
        (
            _(
                "The name covers two features: JSON mode, where a reply is any valid JSON, "
                "and decoding constrained to your schema. The data doesn’t distinguish "
                "them."
            ),
            _("Many offers don’t report it. “Not reported” doesn’t mean “no”."),
            _("A reply that fits the schema can still have wrong content."),
        ),
    ),
    Capability(
        "reasoning",
        _("Reasoning"),
        "reasoning",
        _("The model reasons step by step before it answers. You may not see those steps."),
        (
            _(
                "Reasoning tokens are billed, usually as output, and can far outnumber the "
                "answer: a low price per token doesn’t mean a low price per answer."
            ),
            _(
                "Some models always reason, some only on request, some up to a budget that "
                "you set. The data doesn’t distinguish them."
            ),
        ),
    ),
    Capability(
        "vision",
        _("Image input"),
        "vision",
        _("Prompts can include images: photos, screenshots, scanned pages."),
        (
            _(
                "Each provider converts images to tokens in its own way. The cost per "
                "image isn’t in the data."
            ),
            _("Limits on image count, size and format vary by provider."),
            _("This covers image input, not image generation."),
        ),
    ),
    Capability(
        "audio",
        _("Audio input"),
        "audio",
        _("Prompts can include audio: speech and other recordings."),
        (
            _(
                "Some of these models only transcribe audio, others respond to it. The "
                "data doesn’t distinguish them."
            ),
            _(
                "Audio tokens are often priced separately. Published audio prices are in "
                "each model’s price table."
            ),
        ),
    ),
    Capability(
        "pdf",
        _("PDF input"),
        "pdf",
        _("Send PDF files directly, without extracting the text first."),
        (
            _(
                "Some providers extract the text, others process each page as an image, "
                "which uses more tokens. The data doesn’t distinguish them."
            ),
            _("This doesn’t cover file uploads to a search index."),
        ),
    ),
    Capability(
        "open-weights",
        _("Open weights"),
        "open_weights",
        _("The trained weights are public: you can download, self-host and fine-tune the model."),
        (
            _("Open weights aren’t open source: training data and code are usually not released."),
            _(
                "The license decides what you can do with the weights. License terms aren’t "
                "in the data."
            ),
            _("Prices here are for hosted access, where a provider runs the model for you."),
        ),
    ),
    Capability(
        "long-context",
        _("Long context"),
        "context",
        _("The context window is 100,000 tokens or more, about a 250-page book in English."),
        (
            _(
                "A long window doesn’t guarantee recall: in very long prompts, models tend "
                "to miss content in the middle."
            ),
            _(
                "Some providers charge more for the whole request once a prompt passes a "
                "certain size. Each model’s price table lists these tiers."
            ),
            _(
                "This list uses the context window on each model’s page. Individual offers "
                "may have a smaller one."
            ),
        ),
        least=LONG_CONTEXT,
        sort="-context",
        counted="long_context",
    ),
    Capability(
        "prompt-caching",
        _("Prompt caching"),
        "prompt_caching",
        _(
            "At least one offer has a published price for cached input: resending the same "
            "start of a prompt costs a fraction of the first read."
        ),
        (
            _(
                "Support is inferred from prices alone. Offers without a published cache "
                "price may still cache, so none counts as “no”."
            ),
            _(
                "Some providers cache automatically, others on request, and some charge "
                "for cache writes. Retention varies, too."
            ),
        ),
    ),
)
BY_KEY = {capability.key: capability for capability in CAPABILITIES}


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of listed models: reported to have a capability, reported not to, and neither."""

    yes: int
    no: int
    silent: int

    @property
    def yes_percent(self) -> float:
        return self._percent(self.yes)

    @property
    def silent_percent(self) -> float:
        return self._percent(self.silent)

    def _percent(self, count: int) -> float:
        # max() for an empty catalogue, where every share is 0.
        return round(100 * count / max(1, self.yes + self.no + self.silent), 1)


def tallies(rows: Iterable[Mapping[str, bool | None]], *capabilities: Capability) -> list[Tally]:
    """Count what is reported of each capability; a row holds that of one model, by key."""
    several = list(rows)
    counts = [Counter(row[capability.key] for row in several) for capability in capabilities]
    return [Tally(count[True], count[False], count[None]) for count in counts]
