"""What a reader pays in place of list prices, and the currency that costs are also shown in. Pure.

Discounts are percent, prices USD per million tokens, rates units of the currency for one USD.
Nothing is rounded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from catalog.display.money import WIDE, rounded
from catalog.display.spreadsheet import Cell
from catalog.domain.prices import COMPONENTS, Prices
from pricing.estimate import EXACT
from pricing.tariff import Tariff

MAX_LINES = 10
CELLS = ("terms", "currency", "rate", "in_currency")  # columns of a CSV file
OWN_PRICES = ("input", "output", "cache_read", "cache_write")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """A discount on list prices, or prices in place of them, for the offers that it names.

    Those are the offers of a provider, of a model (its canonical id), or of a model at a provider;
    "" is any. An own price holds at every prompt size. That of output also bills reasoning tokens.
    """

    provider: str = ""
    model: str = ""
    off: Decimal | None = None
    input: Decimal | None = None
    output: Decimal | None = None
    cache_read: Decimal | None = None
    cache_write: Decimal | None = None

    @property
    def own_prices(self) -> dict[str, Decimal]:
        """The prices that the reader gave."""
        given = {name: getattr(self, name) for name in OWN_PRICES}
        return {name: price for name, price in given.items() if price is not None}

    def prices(self, listed: Prices) -> Prices:
        """Return what is paid where `listed` are the list prices, of all requests or of a tier."""
        if self.off is not None:
            factor = EXACT.scaleb(EXACT.subtract(Decimal(100), self.off), -2)
            reported = ((name, getattr(listed, name)) for name in COMPONENTS)
            return Prices(
                **{name: EXACT.multiply(usd, factor) for name, usd in reported if usd is not None}
            )
        own = self.own_prices
        # Without a price of its own, reasoning is billed as output.
        reasoning = None if "output" in own else listed.reasoning
        return replace(listed, reasoning=reasoning, **own)

    @property
    def text(self) -> str:
        """What applies, for exports: `15% off`, `input 1.1, output 9 (USD per 1M tokens)`."""
        if self.off is not None:
            return f"{plain(self.off)}% off"
        own = ", ".join(f"{name} {plain(price)}" for name, price in self.own_prices.items())
        return f"{own} (USD per 1M tokens)"

    def tariff(self, listed: Tariff) -> Tariff:
        """Return the tariff that is paid; its bands begin where those of the list tariff do."""
        return listed.repriced(self.prices)

    def pairs(self, number: int) -> Iterator[Pair]:
        """Yield the parameters of the line of that number: `t1-provider`, `t1-off`."""
        for field in fields(self):
            if (value := getattr(self, field.name)) not in ("", None):
                text = value if isinstance(value, str) else plain(value)
                yield f"{line_prefix(number)}-{field.name}", text


TermsByNames = Mapping[tuple[str, str], Term]  # by provider and model, "" is any


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency, by its code of three letters, and how many units of it one USD costs."""

    code: str
    rate: Decimal

    @property
    def rate_text(self) -> str:
        """The rate with every digit: TWD 31.5."""
        return f"{self.code} {plain(self.rate)}"

    def convert(self, usd: Decimal) -> Decimal:
        """Return the exact amount in this currency."""
        return EXACT.multiply(usd, self.rate)

    def text(self, usd: Decimal) -> str:
        """Return the amount with two decimals, and more where two digits would be lost: TWD 1.50.

        What is small in USD may be large elsewhere, so the exact amount is rounded, not the text.
        """
        amount = self.convert(usd)
        places = max(2, 1 - amount.adjusted()) if amount else 2
        return f"{self.code} {rounded(amount, places):,f}"


@dataclass(frozen=True, slots=True)
class Terms:
    """The lines of a reader's terms, and the currency, if any."""

    lines: tuple[Term, ...] = ()
    currency: Currency | None = None

    def term_for(self, provider: str, model: str) -> Term | None:
        """Return the line for an offer: of several, that with a model, then that with both."""
        return pick_term(self.by_names, provider, model)

    @property
    def by_names(self) -> TermsByNames:
        return {(line.provider, line.model): line for line in self.lines}

    def cells(
        self, provider: str, model: str, cost: Decimal, listed: Decimal
    ) -> tuple[Cell, Cell, Cell, Cell, Cell]:
        """Return the list cost, then CELLS, of what an offer costs; both costs are USD."""
        term, currency = self.term_for(provider, model), self.currency
        applied = term.text if term else None
        if currency is None:
            return listed, applied, None, None, None
        return listed, applied, currency.code, currency.rate, currency.convert(cost)

    @property
    def pairs(self) -> list[Pair]:
        """The parameters of a URL that restore these terms."""
        pairs = [
            pair for number, line in enumerate(self.lines, start=1) for pair in line.pairs(number)
        ]
        if self.currency:
            pairs += [("currency", self.currency.code), ("rate", plain(self.currency.rate))]
        return pairs

    def without_line(self, number: int) -> "Terms":
        """Return the terms without the line of that number, counted from 1."""
        kept = (line for place, line in enumerate(self.lines, start=1) if place != number)
        return replace(self, lines=tuple(kept))


NO_TERMS = Terms()


def pick_term(terms: TermsByNames, provider: str, model: str) -> Term | None:
    """Return the line for an offer, as `Terms.term_for`, for many offers."""
    both, of_model = terms.get((provider, model)), terms.get(("", model))
    return both or of_model or terms.get((provider, ""))


def line_prefix(number: int) -> str:
    return f"t{number}"


def plain(number: Decimal) -> str:
    """Return a number in full, without an exponent or zeros at its end."""
    return f"{number.normalize(WIDE):f}"
