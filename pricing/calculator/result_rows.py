"""The rows of the calculator's cost table, ready for `templates/pricing/_cost_table.html`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext

from catalog.display.money import cost_text, percent_text, price_text, rounded, tokens_text
from catalog.display.price_columns import PriceColumn, PriceText, price_column
from catalog.domain.surcharges import Surcharge
from catalog.links import page_url
from catalog.listing.query_string import query_string
from catalog.listing.stated import Stated
from catalog.models import fee_texts, price_doubt_text
from catalog.templatetags.display import COMPONENT_WORDS, comma, grouped, mode_name
from pricing.announced import announced_costs, announced_retirement
from pricing.cache_break_even import NEVER
from pricing.calculator.calculate import CalculatorResult
from pricing.calculator.query import CalculatorQuery
from pricing.calculator.ranking import RankedOffer
from pricing.effective_price import EffectivePrice, effective_price
from pricing.eligibility import CalculatorOffer
from pricing.estimate import EXACT, CostLine, Estimate
from pricing.region_surcharges import (
    OfferId,
    region_surcharges,
    surcharge_figures,
    surcharge_text,
)

ANY_OFFER = "-"  # in place of the name of an offer


class BreakdownLine(NamedTuple):
    """One line of a cost breakdown, as texts; price and cost are exact, in USD.

    A page has 250. The template unpacks them, since it finds attributes half as fast.
    """

    component: str
    notes: tuple[str, ...]
    tokens: str
    price: str
    cost: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One offer with its cost, USD per month, and the breakdown that adds up to `total`.

    `after_growth` and `savings` are None where the query compares no such thing. `effective` is a
    sentence, `instead` the query string for what may replace the offer.
    """

    rank: int | None
    offer: CalculatorOffer
    model_url: str
    provider_url: str
    cost: Decimal
    per_request: PriceText
    effective: str
    overall: PriceText
    stated: Stated
    after_growth: Decimal | None
    savings: str | None
    lines: tuple[BreakdownLine, ...]
    total: str
    remarks: tuple[str, ...]
    doubtful: bool
    instead: str
    at_terms: bool = False
    mode: str = ""
    surcharge: str = ""  # of its region, in percent


class CostedOffer(NamedTuple):
    """An offer with its cost, effective price and region's surcharge, before they are texts."""

    ranked: RankedOffer
    cost: Estimate
    effective: EffectivePrice
    surcharge: Surcharge | None


def result_rows(
    ranked: Iterable[RankedOffer], result: CalculatorResult, query: CalculatorQuery
) -> list[ResultRow]:
    """Return the rows of one page, with texts in the active language."""
    pairs = list(query.but(model="", instead=ANY_OFFER, page=1).pairs)
    place = pairs.index(("instead", ANY_OFFER))
    # Encoded once: 50 links differ in one parameter.
    links = (
        query_string(pairs[:place]) or "?",
        query_string(pairs[place + 1 :]).replace("?", "&", 1),
    )
    several = list(ranked)
    extra = region_surcharges(result.offer_table, [row.offer for row in several])
    costed = [_costed(row, result, extra) for row in several]
    columns = (
        price_column((row.cost.per_request for row in costed), places=4),
        price_column((row.effective.overall for row in costed), places=4),
    )
    return [_result_row(row, columns, result, query, links) for row in costed]


def _costed(
    row: RankedOffer, result: CalculatorResult, extra: Mapping[OfferId, Surcharge]
) -> CostedOffer:
    cost = result.estimate(row)
    surcharge = extra.get((row.offer.provider, row.offer.provider_model_id))
    return CostedOffer(row, cost, effective_price(cost), surcharge)


def _instead(offer: CalculatorOffer, links: tuple[str, str]) -> str:
    before, after = links
    name = query_string([("instead", f"{offer.provider}:{offer.provider_model_id}")])[1:]
    return f"{before}{'' if before == '?' else '&'}{name}{after}"


def _result_row(
    costed: CostedOffer,
    columns: tuple[PriceColumn, PriceColumn],
    result: CalculatorResult,
    query: CalculatorQuery,
    links: tuple[str, str],
) -> ResultRow:
    """Return a row; `columns` are the texts of the prices per request and per million tokens."""
    row, cost, effective, surcharge = costed
    requests, overall = columns
    return ResultRow(
        effective=_effective_text(effective),
        per_request=requests[cost.per_request],
        overall=overall[effective.overall],
        rank=row.rank,
        offer=row.offer,
        model_url=page_url("model", row.offer.maker, row.offer.slug),
        provider_url=page_url("provider", row.offer.provider),
        stated=result.offer_table.stated(row.offer),
        cost=cost.total,
        after_growth=EXACT.multiply(cost.total, query.growth) if query.growth else None,
        savings=savings_text(query.now, cost.total) if query.now else None,
        lines=breakdown(cost),
        total=exact_text(cost.total),
        remarks=(
            *_mode_remarks(row, result, query),
            *_term_remarks(row, result, query),
            *([surcharge_text(surcharge)] if surcharge else []),
            *_remarks(row, result),
        ),
        doubtful=bool(row.offer.price_doubt),
        mode=mode_name(query.mode) if query.mode else "",
        surcharge=surcharge_figures(surcharge) if surcharge else "",
        at_terms=row.offer.tariff in result.offer_table.listed_tariffs,
        instead=_instead(row.offer, links),
    )


def breakdown(cost: Estimate) -> tuple[BreakdownLine, ...]:
    return tuple(
        BreakdownLine(
            component=str(COMPONENT_WORDS[line.component]),
            notes=tuple(_notes(line)),
            tokens=grouped(line.tokens),
            price=exact_text(line.price),
            cost=exact_text(line.cost),
        )
        for line in cost.lines
    )


def _notes(line: CostLine) -> Iterator[str]:
    if line.tier is not None:
        size = tokens_text(line.tier)
        yield gettext("price for prompts over %(size)s tokens") % {"size": size}
    if line.note:
        yield gettext(line.note)


def savings_text(now: Decimal, cost: Decimal) -> str:
    """Return how a cost compares with the current spend, both in USD: "▼ 40%, $12.00 less"."""
    saved = EXACT.subtract(now, cost)
    if not rounded(saved, 2) or not now:  # equal to the cent; and no percentage of nothing
        return gettext("the same")
    figures = {"share": percent_text(abs(saved) / now), "usd": cost_text(abs(saved))}
    if saved > 0:
        return gettext("▼ %(share)s, %(usd)s less") % figures
    return gettext("▲ %(share)s, %(usd)s more") % figures


def exact_text(usd: Decimal) -> str:
    """Return USD with every digit, at least two decimals, so that a reader can check the sum."""
    plain = usd.normalize(EXACT)
    decimals = max(2, -int(plain.as_tuple().exponent))
    return f"${plain.quantize(Decimal(1).scaleb(-decimals), context=EXACT):,f}"


def _effective_text(effective: EffectivePrice) -> str:
    """Return what input and output cost at the workload; "" where one has no price."""
    if effective.prompt is None or effective.reply is None:
        return ""
    return gettext(
        "Effective price with caching, tiers and reasoning: %(input)s per 1M input tokens,"
        " %(output)s per 1M output tokens."
    ) % {"input": price_text(effective.prompt, 4), "output": price_text(effective.reply, 4)}


def _mode_remarks(
    row: RankedOffer, result: CalculatorResult, query: CalculatorQuery
) -> Iterator[str]:
    """Yield what the same offer costs without the mode, at list prices."""
    if query.mode and (standard := result.offer_table.standard_tariff(row.offer)):
        cost = cost_text(standard.estimate(result.load).total)
        yield gettext("In standard mode, at list prices: %(cost)s.") % {"cost": cost}


def _term_remarks(
    row: RankedOffer, result: CalculatorResult, query: CalculatorQuery
) -> Iterator[str]:
    """Yield what a line of the reader's terms changed, and the cost without it."""
    term = query.terms.term_for(row.offer.provider, row.offer.model)
    if term:
        listed = cost_text(result.offer_table.list_tariff(row.offer).estimate(result.load).total)
        texts = {"cost": listed, "off": percent_text((term.off or Decimal(0)).scaleb(-2))}
        if term.off is None:
            yield gettext("Your own prices. At list prices: %(cost)s.") % texts
        else:
            yield gettext("Your discount: %(off)s. At list prices: %(cost)s.") % texts


def _remarks(row: RankedOffer, result: CalculatorResult) -> Iterator[str]:
    """Yield why the price is doubtful, what it leaves out, when caching saves, unknown limits."""
    if row.offer.price_doubt:
        yield price_doubt_text(row.offer.price_doubt, row.offer.price_median)
    table = result.offer_table
    if table.corrected_fields(row.offer):
        yield gettext("Corrected by an editor; reason and source are on the model’s page.")
    tariff, announced = table.tariff(row.offer), table.announced_of(row.offer)
    yield from announced_retirement((*announced, *table.announced_of_model(row.offer)), table.day)
    yield from announced_costs(announced, tariff, result.load, table.day)
    if fees := fee_texts(row.offer.other_fees):
        yield gettext("Not included in any price or cost here: %(fees)s.") % {
            "fees": comma().join(fees)
        }
    hit_rate = result.break_even(row)
    if hit_rate == NEVER:
        yield gettext(
            "Prompt caching doesn’t save money here: cache reads cost at least as much as input."
        )
    elif hit_rate == 0:
        yield gettext(
            "Prompt caching pays off from the first read: cache writes cost no more than input."
        )
    elif hit_rate is not None:
        yield gettext("Prompt caching pays off at a cache hit rate above %(share)s.") % {
            "share": percent_text(hit_rate)
        }
    profile = result.offer_table.profile(row.offer)
    if profile.context is None:
        yield gettext("Context window not reported: check that your requests fit.")
    if profile.max_output is None:
        yield gettext("Maximum output not reported: check that your responses fit.")
