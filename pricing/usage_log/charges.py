"""A log as charges: one for each offer, day, tariff, tier and kind of token. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from catalog.domain.prices import COMPONENTS
from pricing.estimate import CostLine, cost_line
from pricing.load import Tokens, add_tokens
from pricing.tariff import Band, Tariff
from pricing.terms import NO_TERMS, Terms
from pricing.usage_log.bill import LogName, request_size
from pricing.usage_log.entries import LogEntry
from pricing.usage_log.price_history import Coverage, OfferKey, PriceHistory


@dataclass(frozen=True, slots=True)
class Charge:
    """What one kind of token cost on one day; `since` is the first day of the prices used.

    `line` is at list prices, `paid` at the reader's terms, of which `terms` names the line. `mode`
    is "" for standard prices.
    """

    offer: OfferKey
    day: date
    since: date
    coverage: Coverage
    line: CostLine
    paid: CostLine
    terms: str = ""
    mode: str = ""


def charges(
    entries: Iterable[LogEntry],
    histories: Mapping[LogName, PriceHistory],
    terms: Terms = NO_TERMS,
) -> Iterator[Charge]:
    """Yield the charges of what has a price, by day, offer, tier and kind of token.

    `histories` are at list prices. The charges depend on the log, the terms and the price history
    alone, so the same log has the same charges later.
    """
    sums: dict[tuple[date, OfferKey, date, Coverage, Tariff, Band], Tokens] = {}
    for entry in entries:
        history = histories.get((entry.model, entry.provider))
        tariff, coverage = (
            history.on(entry.day, entry.asks) if history else (None, Coverage.COVERED)
        )
        if history is None or tariff is None:
            continue
        prompt, _reply = request_size(entry, history.context)
        if not tariff.covers(prompt):
            continue
        band = tariff.band_for(prompt)
        key = (entry.day, history.key, history.begun(entry.day), coverage, tariff, band)
        sums[key] = add_tokens(sums[key], entry.tokens) if key in sums else entry.tokens
    # Tariffs and bands have no order of their own; the mode and the size of the tier have.
    ordered = sorted(
        sums.items(), key=lambda item: (*item[0][:3], item[0][4].mode, item[0][5].above)
    )
    for (day, offer, since, coverage, tariff, band), tokens in ordered:
        model, provider = offer
        term = terms.term_for(provider, model)
        paid = term.tariff(tariff) if term else tariff
        paid_band = paid.bands[tariff.bands.index(band)]  # in the same place: see `Term.tariff`
        for name, count in zip(COMPONENTS, tokens, strict=True):
            if count:
                line = cost_line(name, count, tariff.prices, band.tier)
                own = cost_line(name, count, paid.prices, paid_band.tier) if term else line
                text = term.text if term else ""
                yield Charge(offer, day, since, coverage, line, own, text, tariff.mode)
