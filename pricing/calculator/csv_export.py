"""The calculator's result as rows of a CSV file: every eligible offer with its breakdown."""

from collections.abc import Iterator

from django.utils.translation import gettext, pgettext

from catalog.display.spreadsheet import Cell
from catalog.domain.modes import STANDARD
from catalog.domain.prices import COMPONENTS
from catalog.models import fee_texts, price_doubt_text
from pricing.calculator.calculate import CalculatorResult
from pricing.calculator.ranking import RankedOffer
from pricing.effective_price import effective_price
from pricing.estimate import CostLine, sum_costs
from pricing.region_surcharges import region_surcharges, surcharge_figures
from pricing.terms import CELLS, NO_TERMS, Terms

HEAD = (
    *("rank", "model", "model_id", "maker", "provider", "provider_id", "provider_model_id"),
    *("usd_per_month", "usd_per_request", "effective_usd_per_million"),
    *("effective_input_usd_per_million", "effective_output_usd_per_million"),
    *(f"{name}_{part}" for name in COMPONENTS for part in ("tokens", "usd_per_million", "usd")),
    *("tiers_above", "assumptions", "price_doubt", "other_fees", "corrected"),
    *("list_usd_per_month", *CELLS),
    *("region", "seller", "region_surcharge", "mode"),
)


def result_csv_rows(
    result: CalculatorResult, terms: Terms = NO_TERMS, mode: str = STANDARD
) -> Iterator[tuple[Cell, ...]]:
    """Yield the header, then each offer; `terms` and mode are those of the result."""
    yield HEAD
    extra = region_surcharges(result.offer_table, [row.offer for row in result.ranking])
    for row in result.ranking:
        listed = result.offer_table.list_tariff(row.offer).estimate(result.load).total
        priced = terms.cells(row.offer.provider, row.offer.model, row.cost, listed)
        stated = result.offer_table.stated(row.offer)
        surcharge = extra.get((row.offer.provider, row.offer.provider_model_id))
        figures = surcharge_figures(surcharge) if surcharge else None
        sold = (stated.region or None, stated.seller or None, figures)
        yield (*_csv_row(result, row), *priced, *sold, mode)


def _csv_row(result: CalculatorResult, row: RankedOffer) -> tuple[Cell, ...]:
    offer, cost = row.offer, result.estimate(row)
    effective = effective_price(cost)
    semicolon = pgettext("between the notes in a cell of a CSV file", "; ")
    return (
        *(row.rank, offer.model_name, offer.model, offer.maker_name),
        *(offer.provider_name, offer.provider, offer.provider_model_id),
        *(cost.total, cost.per_request),
        *(effective.overall, effective.prompt, effective.reply),
        *(cell for name in COMPONENTS for cell in _component_cells(name, cost.lines)),
        "; ".join(map(str, cost.tiers)),
        semicolon.join(map(gettext, cost.assumptions)),
        price_doubt_text(offer.price_doubt, offer.price_median),
        semicolon.join(fee_texts(offer.other_fees)),
        " ".join(result.offer_table.corrected_fields(offer)),
    )


def _component_cells(name: str, lines: tuple[CostLine, ...]) -> tuple[Cell, ...]:
    """Return tokens, price and cost of a component; no price where context tiers differ in it."""
    own = [line for line in lines if line.component == name]
    if not own:
        return None, None, None
    prices = {line.price for line in own}
    return (
        sum(line.tokens for line in own),
        own[0].price if len(prices) == 1 else None,
        sum_costs(own),
    )
