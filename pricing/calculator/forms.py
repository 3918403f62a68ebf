"""The calculator's forms. The names of their fields are the parameters of its URL.

The filters are those of the model list, under the same names. `reasoning` is a capability there,
so the token count is `reasoning_tokens`.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.capabilities import CAPABILITIES
from catalog.domain.modes import LONGEST_NAME
from pricing.calculator.fields import NumberField
from pricing.eligibility import CAPABILITY_KEYS
from pricing.workload import Per, Workload

MAX_WORKLOADS = 5
# Far above any real workload; with them, exact arithmetic stays within 200 digits.
MAX_TOKENS = 100_000_000  # of one request
MAX_REQUESTS = 1_000_000_000
MAX_STEPS = 200  # each step is a request size of its own
MAX_SPEND = 10**12  # USD per month
MAX_GROWTH = 1000
MAX_MODEL_LENGTH = 301  # a maker and a slug of 150 characters each

PERIODS = [(Per.DAY.value, _("per day")), (Per.MONTH.value, _("per month"))]
HEADLINE_FIELDS = ("requests", "per", "input", "output")
COMPARISON_FIELDS = ("now", "growth")
REPLACED_FIELDS = ("instead", "slack", "caches")
MAX_POINTS = 100
MAX_CACHES = 10**9
MAX_NAME_LENGTH = 500  # a provider's id, a colon and its model id
LABELS = {capability.key: capability.label for capability in CAPABILITIES}
# Audio output has no page of its own, and so no label among CAPABILITIES.
CAPABILITY_CHOICES = [(key, LABELS.get(key, _("Audio output"))) for key in CAPABILITY_KEYS]


class WorkloadForm(forms.Form):
    """One workload; an empty field takes the default of `Workload`, so that a plain URL works."""

    requests = NumberField(label=_("Requests"), maximum=MAX_REQUESTS, minimum=1)
    per = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False)
    input = NumberField(
        label=_("Input tokens"),
        maximum=MAX_TOKENS,
        help_text=_("Full prompt of one request, including cached tokens."),
    )
    output = NumberField(
        label=_("Output tokens"), maximum=MAX_TOKENS, help_text=_("Excluding reasoning tokens.")
    )
    cached = NumberField(
        label=_("Cached share of prompt (%)"),
        maximum=100,
        help_text=_("The part of the prompt that repeats across requests."),
    )
    hits = NumberField(
        label=_("Cache hit rate (%)"),
        maximum=100,
        help_text=_("Other requests write to the cache."),
    )
    reasoning_tokens = NumberField(label=_("Reasoning tokens"), maximum=MAX_TOKENS)
    input_audio = NumberField(label=_("Audio input tokens"), maximum=MAX_TOKENS)
    output_audio = NumberField(label=_("Audio output tokens"), maximum=MAX_TOKENS)
    steps = NumberField(
        label=_("Agent steps"),
        maximum=MAX_STEPS,
        minimum=1,
        help_text=_("Each step resends the conversation so far."),
    )
    added = NumberField(
        label=_("Tokens added per step"),
        maximum=MAX_TOKENS,
        help_text=_("For example, tool results. The response is added automatically."),
    )

    def clean(self) -> dict[str, Any]:
        # With an error in another field, this one would be a follow-up that confuses.
        if not self.errors and not self.workload.uses_tokens:
            self.add_error("input", _("Enter the number of tokens per request."))
        return self.cleaned_data

    @property
    def has_advanced_values(self) -> bool:
        """Whether a field beyond the headline ones is filled in, validly or not."""
        # The slider always has a value.
        plain = (*HEADLINE_FIELDS, *(("hits",) if self.hits_percent == Workload().hits else ()))
        return any(self[name].value() for name in self.fields if name not in plain)

    @property
    def hits_percent(self) -> int | None:
        """The hit rate that the slider shows; None where the one in the URL is invalid."""
        given = self["hits"].value()
        if not given:
            return Workload().hits
        number = self.fields["hits"].clean(given) if "hits" not in self.errors else None
        return None if number is None else int(number)

    @property
    def workload(self) -> Workload:
        values = {name: value for name, value in self.cleaned_data.items() if value or value == 0}
        per = Per(values.pop("per", Workload().per))
        return Workload(per=per, **{name: int(value) for name, value in values.items()})


class ComparisonForm(forms.Form):
    """The model to narrow to, if any, and what costs are compared with."""

    model = forms.CharField(label=_("Model"), required=False, max_length=MAX_MODEL_LENGTH)
    now = NumberField(label=_("Current spend, USD per month"), maximum=MAX_SPEND, decimals=2)
    growth = NumberField(
        label=_("Growth factor"),
        maximum=MAX_GROWTH,
        decimals=2,
        help_text=_("Enter 10 to estimate 10 times as many requests."),
    )
    instead = forms.CharField(
        label=_("Model or offer you use now"),
        required=False,
        max_length=MAX_NAME_LENGTH,
        help_text=_("A model ID such as openai/gpt-4o, or an offer such as azure:gpt-4o."),
    )
    slack = NumberField(
        label=_("Fit scores may be lower by (points)"),
        maximum=MAX_POINTS,
        help_text=_("Fit scores rate reported facts, not measured quality."),
    )
    caches = NumberField(
        label=_("Separate cached prompts"),
        maximum=MAX_CACHES,
        minimum=1,
        help_text=_("After a switch, each is written to the cache again."),
    )

    mode = forms.CharField(
        label=_("Mode"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("Batch and flex prices aren’t in the data."),
    )

    @property
    def is_filled(self) -> bool:
        return any(self[name].value() for name in COMPARISON_FIELDS)

    @property
    def replaces(self) -> bool:
        return any(self[name].value() for name in REPLACED_FIELDS)
