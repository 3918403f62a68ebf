"""The capabilities of models as one table, from which their lists, pages and facets are made."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models import CanonicalModel

LONG_CONTEXT = 100_000  # tokens; the long-context rubric starts there, too

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

    @property
    def reported(self) -> Q:
        """The filter for models that are reported to have it."""
        return Q(**{self.fact: True} if self.least is None else {f"{self.fact}__gte": self.least})

    @property
    def silent(self) -> Q:
        """The filter for models of which nothing is reported."""
        return Q(**{f"{self.fact}__isnull": True})

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
            "The model can be given functions, each with a schema of its arguments, and answers "
            "with a call instead of prose. Your program runs the call and hands back the result. "
            "Agents are built on this."
        ),
        (
            _(
                "It says that calls can be made, not how well: models differ widely in choosing "
                "the right function and filling in its arguments."
            ),
            _(
                "Several calls in one reply, calls that are forced and arguments that are streamed "
                "differ from provider to provider and are not in the data."
            ),
            _("A channel may leave out what the model can do: each model’s page shows where."),
        ),
    ),
    Capability(
        "structured-output",
        _("Structured output"),
        "structured_output",
        _(
            "The provider can hold a reply to a JSON schema that you send, so that it always "
            "parses."
        ),
        (
            _(
                "Two things go by this name: a mode in which the reply is some valid JSON, and "
                "decoding that is bound to your schema. The data does not tell them apart."
            ),
            _("Many channels do not report it. Their silence is not counted as a no."),
            _("A reply that fits the schema may still be wrong in substance."),
        ),
    ),
    Capability(
        "reasoning",
        _("Reasoning"),
        "reasoning",
        _(
            "Before it answers, the model writes out steps of thought, which you may or may not "
            "get to see."
        ),
        (
            _(
                "Those tokens are billed, mostly as output, and can outnumber the answer many "
                "times: a low price per token need not be a low price per answer."
            ),
            _(
                "Some models always think, some only when asked, some up to a budget that you "
                "set. The data does not say which."
            ),
        ),
    ),
    Capability(
        "vision",
        _("Image input"),
        "vision",
        _("Images can be part of the prompt: photographs, screenshots, scanned pages."),
        (
            _(
                "Each provider counts an image as tokens in its own way; what one image costs is "
                "not in the data."
            ),
            _("Number, size and format of images are limited differently by each provider."),
            _("It is about images that go in. Models that draw are another matter."),
        ),
    ),
    Capability(
        "audio",
        _("Audio input"),
        "audio",
        _("Sound can be part of the prompt: speech and other recordings."),
        (
            _(
                "Some of these models only write down what they hear, others answer it. The data "
                "does not tell them apart."
            ),
            _(
                "Audio tokens often have a price of their own; each model’s price table shows it "
                "where it is published."
            ),
        ),
    ),
    Capability(
        "pdf",
        _("PDF input"),
        "pdf",
        _("PDF files can be sent as they are; their text need not be taken out first."),
        (
            _(
                "Some providers read the text, others look at each page as an image, which costs "
                "more tokens. The data does not say which."
            ),
            _("Uploading files to a search index is another matter."),
        ),
    ),
    Capability(
        "open-weights",
        _("Open weights"),
        "open_weights",
        _(
            "The trained weights are published: the model can be downloaded, run on machines of "
            "your own and fine-tuned."
        ),
        (
            _("Open weights are not open source: training data and code are mostly not published."),
            _("What you may do with them is in the licence, which is not in the data."),
            _("Prices here are those of providers that run the model for you."),
        ),
    ),
    Capability(
        "long-context",
        _("Long context"),
        "context",
        _("The context window holds 100,000 tokens or more: in English, a book of some 250 pages."),
        (
            _(
                "A window is not a memory: in very long prompts models tend to miss what stands in "
                "the middle."
            ),
            _(
                "Some providers charge more once a prompt passes a certain size, and then for the "
                "whole request. Each model’s price table spells out such tiers."
            ),
            _("The window is that of the model’s page; single channels may offer less."),
        ),
        least=LONG_CONTEXT,
        sort="-context",
    ),
    Capability(
        "prompt-caching",
        _("Prompt caching"),
        "prompt_caching",
        _(
            "At least one channel publishes a price for cached input: the beginning of a prompt "
            "that you send again then costs a fraction of its first reading."
        ),
        (
            _(
                "It is known from prices alone. Where none is published there may be caching all "
                "the same, so nothing is ever counted as a no."
            ),
            _(
                "Some providers cache unasked, others when told to, and some charge for writing to "
                "the cache. How long it is kept differs, too."
            ),
        ),
    ),
)
BY_KEY = {capability.key: capability for capability in CAPABILITIES}


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of live models that are reported to have a capability, not to have it, or neither."""

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
        return round(100 * count / max(1, self.yes + self.no + self.silent), 1)


def tallies(*capabilities: Capability) -> list[Tally]:
    """Count the live models by what is reported of each capability, in one query."""
    counts: dict[str, Count] = {"models": Count("pk")}
    for capability in capabilities:
        counts[f"yes_{capability.fact}"] = Count("pk", filter=capability.reported)
        counts[f"silent_{capability.fact}"] = Count("pk", filter=capability.silent)
    totals = CanonicalModel.objects.live().aggregate(**counts)
    pairs = [(totals[f"yes_{c.fact}"], totals[f"silent_{c.fact}"]) for c in capabilities]
    return [Tally(yes, totals["models"] - yes - silent, silent) for yes, silent in pairs]
