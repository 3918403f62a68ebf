"""The tables of a priced log, ready for `templates/pricing/_log_result.html`."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from catalog.display.money import percent_text
from catalog.models import fee_texts
from catalog.templatetags.display import mode_name
from pricing.calculator.ranking import RankedOffer
from pricing.calculator.result_rows import savings_text
from pricing.calculator.shown_differences import ShownDifference, shown_differences
from pricing.eligibility import CalculatorOffer
from pricing.estimate import EXACT
from pricing.same_use import gains, lost
from pricing.usage_log.asks import asks_text
from pricing.usage_log.bill import Bill, UsageTotals
from pricing.usage_log.charts import CostChart, MonthChart, cost_chart, month_chart
from pricing.usage_log.directory import MatchedOffer, choice, choice_key
from pricing.usage_log.name_rules import BASES, DEVIATIONS
from pricing.usage_log.replacements import Replacement, offers_by_cost
from pricing.usage_log.report import (
    MAX_WITH_OFFERS,
    MAX_WITH_SUGGESTIONS,
    CountedName,
    LogReport,
    UnmatchedName,
)

MAX_BARS = 10  # other models in the chart; the table below it has all
MAX_MODES_SHOWN = 5
MAX_MONTHS = 12  # columns that fit beside the totals; the CSV file has all months


@dataclass(frozen=True, slots=True)
class ModeRow:
    """What of an offer's totals ran in a mode, by its name in the active language."""

    name: str
    totals: UsageTotals


@dataclass(frozen=True, slots=True)
class NoMode:
    """Rows without a price in their mode, their share of all tokens, and what asked for it.

    `asked` is the most frequent as the log writes them, each with its rows; `cost` is what the rows
    would cost at standard prices, in USD.
    """

    rows: int
    share: str
    asked: list[tuple[str, int]]
    cost: Decimal


@dataclass(frozen=True, slots=True)
class OfferRow:
    """The totals of one offer; `months` holds one cell per month shown, None where not used.

    `early` and `withdrawn` count rows outside the offer's price history; `doubtful` is about its
    price of today, as `other_fees` are.
    """

    model: str
    provider: str
    totals: UsageTotals
    early: int
    withdrawn: int
    months: list[UsageTotals | None]
    doubtful: bool
    other_fees: list[str]
    at_terms: bool = False
    in_modes: Sequence[ModeRow] = ()


@dataclass(frozen=True, slots=True)
class AlternativeRow:
    """Another offer for the same log, and how its cost, in USD, compares."""

    offer: CalculatorOffer
    cost: Decimal
    savings: str


@dataclass(frozen=True, slots=True)
class NameRow:
    """At whose price a name was counted, and the offers that one may choose instead.

    `key` and the first part of each choice are what the form sends back; `chosen` is the choice
    made, "" while the rules decide. `share` is of all tokens in the log.
    """

    key: str
    model: str
    provider: str
    rows: int
    share: str
    offer: MatchedOffer
    sure: bool
    remarks: tuple[str, ...]
    choices: tuple[tuple[str, MatchedOffer], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An offer in place of one that is used; saving and cost are USD in 30 days."""

    offer: CalculatorOffer
    cost: Decimal
    saving: Decimal
    gained: tuple[ShownDifference, ...]
    lost: tuple[ShownDifference, ...]


@dataclass(frozen=True, slots=True)
class ReplacedModel:
    """A model of the log, what it costs today in USD in 30 days, and what may replace it."""

    model: str
    provider: str
    cost: Decimal
    days: int
    suggestions: tuple[Suggestion, ...]
    chart: CostChart | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Rows that need a look, and their share of all tokens."""

    rows: int = 0
    share: str = ""


@dataclass(frozen=True, slots=True)
class LogTables:
    """The newest months as "2026-05", rows by offer, totals by month, and alternatives.

    `unmatched` are the most frequent names without a model: those with suggestions; `left_out` are
    all such rows. `names` are the most important of those with one, `more_names` the number of the
    others, `resent` what was chosen for names that are not shown. `early` and `withdrawn` are
    numbers of rows.
    """

    months: list[str]
    offers: list[OfferRow]
    month_totals: list[UsageTotals]
    alternatives: list[AlternativeRow]
    unmatched: list[UnmatchedName]
    early: int
    withdrawn: int
    unpriced: Doubt
    no_mode: NoMode
    left_out: Doubt
    elsewhere: Doubt
    names: list[NameRow]
    more_names: int
    resent: dict[str, str]
    replaced: list[ReplacedModel]
    month_chart: MonthChart | None
    cost_chart: CostChart | None


def log_tables(report: LogReport, mapped: Mapping[str, str] | None = None) -> LogTables:
    """Return the tables, with texts in the active language; `mapped` is what the reader chose."""
    bill, chosen = report.bill, mapped or {}
    tokens = sum(name.tokens for name in report.names)
    matched = [name for name in report.names if name.match]
    rows = [_name_row(name, tokens, chosen) for name in matched[:MAX_WITH_OFFERS]]
    shown = {row.key for row in rows} | {name.name for name in report.unmatched}
    months = bill.months[-MAX_MONTHS:]
    return LogTables(
        months=months,
        offers=_offer_rows(report, months),
        month_totals=[bill.by_month[month] for month in months],
        alternatives=[_alternative_row(row, bill.compared.cost) for row in report.alternatives],
        unmatched=report.unmatched[:MAX_WITH_SUGGESTIONS],
        early=bill.early.total(),
        withdrawn=bill.withdrawn.total(),
        unpriced=Doubt(
            bill.unpriced.total(),
            _share(sum(name.unpriced_tokens for name in report.names), tokens),
        ),
        no_mode=_no_mode(bill, tokens),
        left_out=_doubt([name for name in report.names if not name.match], tokens),
        elsewhere=_doubt([name for name in matched if name.match and not name.match.sure], tokens),
        names=rows,
        more_names=len(matched) - len(rows),
        resent={key: value for key, value in chosen.items() if key not in shown},
        replaced=[_replaced(one) for one in report.replacements],
        month_chart=month_chart(offers_by_cost(bill), months, bill.cells),
        cost_chart=_what_if(
            gettext("Your log"), "", bill.compared.cost, report.alternatives[:MAX_BARS]
        ),
    )


def _replaced(one: Replacement) -> ReplacedModel:
    suggestions = tuple(
        Suggestion(
            row.offer,
            one.monthly(row.cost),
            one.monthly(EXACT.subtract(one.cost, row.cost)),
            shown_differences(gains(one.facts, facts)),
            shown_differences(lost(one.facts, facts)),
        )
        for row, facts in one.rows
    )
    model, provider = one.offer
    chart = _what_if(model, provider, one.monthly(one.cost), suggestions) if suggestions else None
    return ReplacedModel(*one.offer, one.monthly(one.cost), one.days, suggestions, chart)


def _what_if(
    name: str, provider: str, cost: Decimal, others: Iterable[RankedOffer | Suggestion]
) -> CostChart | None:
    """Return the chart of a cost and of what the same would cost at other offers."""
    bars = [(one.offer.model_name, one.offer.provider_name, one.cost, False) for one in others]
    return cost_chart([(name, provider, cost, True), *bars])


def _share(part: int, whole: int) -> str:
    return percent_text(Decimal(part) / whole) if whole else percent_text(Decimal(0))


def _doubt(names: list[CountedName], tokens: int) -> Doubt:
    part = sum(name.tokens for name in names)
    return Doubt(sum(name.rows for name in names), _share(part, tokens))


def _no_mode(bill: Bill, tokens: int) -> NoMode:
    asked = Counter[str]()
    for (_model, asks), rows in bill.no_mode.items():
        asked[asks_text(asks)] += rows
    ordered = sorted(asked.items(), key=lambda item: (-item[1], item[0]))
    part = sum(usage.no_mode_tokens for usage in bill.names.values())
    return NoMode(asked.total(), _share(part, tokens), ordered[:MAX_MODES_SHOWN], bill.no_mode_cost)


def _name_row(name: CountedName, tokens: int, chosen: Mapping[str, str]) -> NameRow:
    match, key = name.match, choice_key(name.model, name.provider)
    if match is None:
        raise ValueError("a name without a model has no offer to show")
    deviation, offer_id = DEVIATIONS[match.deviation].text, match.offer.provider_model_id
    remarks = (
        gettext(BASES[match.basis].text),
        gettext(deviation).format(offer=offer_id) if deviation else "",
    )
    return NameRow(
        key=key,
        model=name.model,
        provider=name.provider,
        rows=name.rows,
        share=_share(name.tokens, tokens),
        offer=match.offer,
        sure=match.sure,
        remarks=tuple(filter(None, remarks)),
        choices=tuple((choice(offer), offer) for offer in name.offers),
        # As the list has it, for the next calculation: the reader may have typed only the model.
        chosen=choice(match.offer) if key in chosen or name.model in chosen else "",
    )


def _offer_rows(report: LogReport, months: list[str]) -> list[OfferRow]:
    """Return a row per offer, the most expensive first."""
    bill = report.bill
    offers = sorted(bill.by_offer.items(), key=lambda item: (-item[1].cost, item[0]))
    return [
        OfferRow(
            *offer,
            totals,
            bill.early[offer],
            bill.withdrawn[offer],
            [bill.cells.get((offer, month)) for month in months],
            offer in report.doubtful,
            fee_texts(report.fees.get(offer, ())),
            report.terms.term_for(offer[1], offer[0]) is not None,
            [
                ModeRow(str(mode_name(mode)), sums)
                for (used, mode), sums in sorted(bill.in_modes.items())
                if used == offer
            ],
        )
        for offer, totals in offers
    ]


def _alternative_row(row: RankedOffer, cost: Decimal) -> AlternativeRow:
    return AlternativeRow(row.offer, row.cost, savings_text(cost, row.cost))
