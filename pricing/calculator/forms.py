"""The calculator's form: workloads, what is paid now, growth. Its fields are its address.

The filters are those of the list of models, under the same names: `reasoning` is a capability,
so the tokens are `reasoning_tokens`.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.capabilities import CAPABILITIES
from pricing.calculator.fields import FigureField
from pricing.eligibility import ABILITIES
from pricing.workload import Per, Workload

MOST_WORKLOADS = 5
MOST_TOKENS = 100_000_000  # of one request
MOST_REQUESTS = 1_000_000_000
MOST_STEPS = 200
COMPARED = ("now", "growth")
PERIODS = [(Per.DAY.value, _("per day")), (Per.MONTH.value, _("per month"))]
LABELS = {capability.key: capability.label for capability in CAPABILITIES}
ABILITY_WORDS = [(name, LABELS.get(name, _("Audio output"))) for name in ABILITIES]


class WorkloadForm(forms.Form):
    """One workload; what is left empty is as in `Workload`, so that a bare address works."""

    requests = FigureField(label=_("Requests"), most=MOST_REQUESTS, least=1)
    per = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False)
    input = FigureField(
        label=_("Input tokens"), most=MOST_TOKENS, help_text=_("The whole prompt of one request.")
    )
    output = FigureField(
        label=_("Output tokens"), most=MOST_TOKENS, help_text=_("Without reasoning.")
    )
    cached = FigureField(
        label=_("Cached share of the prompt, %"),
        most=100,
        help_text=_("Text that many requests have in common."),
    )
    hits = FigureField(
        label=_("Of these requests, read from cache, %"),
        most=100,
        help_text=_("The others write the cached part."),
    )
    reasoning_tokens = FigureField(label=_("Reasoning tokens"), most=MOST_TOKENS)
    input_audio = FigureField(label=_("Audio input tokens"), most=MOST_TOKENS)
    output_audio = FigureField(label=_("Audio output tokens"), most=MOST_TOKENS)
    steps = FigureField(
        label=_("Steps of an agent"),
        most=MOST_STEPS,
        least=1,
        help_text=_("Each step sends the whole conversation so far."),
    )
    added = FigureField(
        label=_("Tokens added by each step"),
        most=MOST_TOKENS,
        help_text=_("Tool results, for instance; the answer is added as well."),
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not self.errors and not self.workload.spends:
            self.add_error("input", _("Write how many tokens a request uses."))
        return given

    @property
    def is_refined(self) -> bool:
        """Whether something besides the headline figures is filled in, rightly or wrongly."""
        return any(self[name].value() for name in list(self.fields)[4:])

    @property
    def workload(self) -> Workload:
        given = {
            name: value for name, value in self.cleaned_data.items() if value not in (None, "")
        }
        per = Per(given.pop("per", Workload().per))
        return Workload(per=per, **{name: int(value) for name, value in given.items()})


class ComparisonForm(forms.Form):
    """What the costs are compared with, and the one model that is asked about, if it is one."""

    model = forms.CharField(label=_("Model"), required=False, max_length=301)
    now = FigureField(label=_("What I pay now, USD a month"), most=10**12, decimals=2)
    growth = FigureField(
        label=_("Growth factor"),
        most=1000,
        decimals=2,
        help_text=_("10 shows what ten times the requests would cost."),
    )

    @property
    def is_filled(self) -> bool:
        return any(self[name].value() for name in COMPARED)
