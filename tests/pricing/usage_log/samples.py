"""A priced log for tests, without a database."""

from datetime import date
from decimal import Decimal

from catalog.domain.prices import Prices
from pricing.calculator.ranking import RankedOffer
from pricing.tariff import build_tariff
from pricing.usage_log.bill import price_entries
from pricing.usage_log.parse import read_log
from pricing.usage_log.price_history import build_price_history
from pricing.usage_log.report import LogReport, UnmatchedName
from tests.pricing.offers import make_offer

MAY, JULY = date(2026, 5, 1), date(2026, 7, 1)
HEAD = "day,model,input,output\n"


def make_history(model="openai/gpt-5", provider="openai", usd="5", until=None):
    tariff = build_tariff(Prices(Decimal(usd), Decimal(usd)), ()) if usd else None
    return build_price_history(model, provider, None, [(MAY, until, tariff)])


def make_report(rows, histories, alternatives=()):
    """Price rows of day, model, input and output; `histories` are by the model's name."""
    log = read_log(HEAD + "".join(f"{row}\n" for row in rows))
    bill = price_entries(log.entries, {(name, ""): one for name, one in histories.items()})
    unmatched = [UnmatchedName(name, count, []) for name, count in bill.unmatched.most_common()]
    ranked = [
        RankedOffer(rank, make_offer(model=model, provider="groq"), Decimal(usd))
        for rank, (model, usd) in enumerate(alternatives, start=1)
    ]
    listed = [row.cost for row in ranked]
    return LogReport(log, bill, unmatched, ranked, MAY, list_costs=listed)
