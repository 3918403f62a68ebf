"""The form of a reader's terms. The names of its fields are the parameters of a URL."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.models import CanonicalModel, Provider
from pricing.calculator.fields import NumberField
from pricing.terms import MAX_LINES, OWN_PRICES, Currency, Term, Terms, line_prefix

MAX_PROVIDER_LENGTH = 100
MAX_MODEL_LENGTH = 301  # a maker and a slug of 150 characters each
MAX_PRICE = 1_000_000  # USD per million tokens
MAX_RATE = 10**9
DECIMALS = 9  # of a price, as in the data
EMPTY_LINES = 2  # below those that are filled in
LINE_FIELDS = ("provider", "model", "off", *OWN_PRICES)
TOO_FINE = {"decimals": _("Use at most nine decimal places.")}


class PriceField(NumberField):
    """A price of the reader's own, USD per million tokens."""

    def __init__(self, label: Any) -> None:
        super().__init__(maximum=MAX_PRICE, decimals=DECIMALS, label=label, error_messages=TOO_FINE)


class TermForm(forms.Form):
    """One line: whose offers, and a discount or prices."""

    provider = forms.CharField(
        label=_("Provider ID"), required=False, max_length=MAX_PROVIDER_LENGTH
    )
    model = forms.CharField(label=_("Model ID"), required=False, max_length=MAX_MODEL_LENGTH)
    off = NumberField(label=_("Discount (%)"), maximum=100, decimals=2)
    input = PriceField(_("Own input price"))
    output = PriceField(_("Own output price"))
    cache_read = PriceField(_("Own cache read price"))
    cache_write = PriceField(_("Own cache write price"))

    def clean_provider(self) -> str:
        key = str(self.cleaned_data["provider"]).lower()
        if key and not Provider.objects.filter(key=key).exists():
            raise ValidationError(_("No provider has this ID. It’s in the URL of its page."))
        return key

    def clean_model(self) -> str:
        path = str(self.cleaned_data["model"]).lower()
        if path and not CanonicalModel.objects.filter(path=path).exists():
            raise ValidationError(_("No model has this ID. Enter it like openai/gpt-5."))
        return path

    def clean(self) -> dict[str, Any]:
        # With an error in another field, these would be follow-ups that confuse.
        if self.errors:
            return self.cleaned_data
        own = any(self.cleaned_data[name] is not None for name in OWN_PRICES)
        discount = self.cleaned_data["off"] is not None
        if not self.cleaned_data["provider"] and not self.cleaned_data["model"]:
            self.add_error("provider", _("Enter a provider, a model, or both."))
        if own and discount:
            self.add_error("off", _("Enter a discount or your own prices, not both."))
        if not own and not discount:
            self.add_error("off", _("Enter a discount or your own prices."))
        return self.cleaned_data

    @property
    def has_own_prices(self) -> bool:
        """Whether a price of its own is filled in, validly or not."""
        return any(self[name].value() for name in OWN_PRICES)

    @property
    def term(self) -> Term:
        return Term(**{name: self.cleaned_data[name] for name in LINE_FIELDS})


class CurrencyForm(forms.Form):
    """A currency and its rate, as the reader knows them: no rate is looked up."""

    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency"),
        required=False,
        max_length=3,
        error_messages={"invalid": _("Enter a code of three letters, e.g. TWD.")},
    )
    rate = NumberField(
        label=_("Rate for 1 USD"), maximum=MAX_RATE, decimals=DECIMALS, error_messages=TOO_FINE
    )

    def clean_rate(self) -> Decimal | None:
        rate: Decimal | None = self.cleaned_data["rate"]
        if rate == 0:
            raise ValidationError(_("Enter a rate above 0."))
        return rate

    def clean(self) -> dict[str, Any]:
        code, rate = self.cleaned_data.get("currency"), self.cleaned_data.get("rate")
        if not self.errors and code and rate is None:
            self.add_error("rate", _("Enter how much of the currency 1 USD costs."))
        if not self.errors and rate is not None and not code:
            self.add_error("currency", _("Enter the currency of the rate."))
        return self.cleaned_data

    @property
    def choice(self) -> Currency | None:
        code, rate = self.cleaned_data["currency"], self.cleaned_data["rate"]
        return Currency(code.upper(), rate) if code and rate else None


@dataclass(frozen=True, slots=True)
class TermsForms:
    """The lines that are filled in, by number, the currency, and the terms; None if invalid."""

    lines: Mapping[int, TermForm]
    currency: CurrencyForm
    terms: Terms | None

    @property
    def shown(self) -> list[TermForm]:
        """The lines of the form: up to the last one that is filled in, and some empty ones."""
        count = min(MAX_LINES, max(self.lines, default=0) + EMPTY_LINES)
        return [self.lines.get(n) or _line(n) for n in range(1, count + 1)]

    @property
    def filled(self) -> bool:
        return bool(self.lines) or any(field.value() for field in self.currency)


def names_terms(params: Mapping[str, Any]) -> bool:
    """Return whether a URL or a form has terms, valid or not."""
    return any(params.get(name) for name in ("currency", "rate")) or bool(_numbers(params))


def read_terms(params: Mapping[str, Any]) -> TermsForms:
    """Read the terms of a URL or a form; one query for each provider and model that they name."""
    lines = {number: _line(number, params) for number in _numbers(params)}
    currency = CurrencyForm(params)
    # The list validates every form, for its messages; `all` alone would stop at the first error.
    valid = [form.is_valid() for form in (*lines.values(), currency)]
    if not all(valid) or _repeats(lines):
        return TermsForms(lines, currency, None)
    terms = Terms(tuple(form.term for form in lines.values()), currency.choice)
    return TermsForms(lines, currency, terms)


def _numbers(params: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the lines that are filled in."""
    return [
        number
        for number in range(1, MAX_LINES + 1)
        if any(str(params.get(f"{line_prefix(number)}-{name}", "")).strip() for name in LINE_FIELDS)
    ]


def _line(number: int, params: Mapping[str, Any] | None = None) -> TermForm:
    return TermForm(params, prefix=line_prefix(number))


def _repeats(lines: Mapping[int, TermForm]) -> bool:
    """Add an error to each line for the same offers as one before it; tell whether there is one."""
    seen: set[tuple[str, str]] = set()
    for form in lines.values():
        key = (form.cleaned_data["provider"], form.cleaned_data["model"])
        if key in seen:
            form.add_error("provider", _("Another line is for the same provider and model."))
        seen.add(key)
    return not all(form.is_valid() for form in lines.values())
