"""Which cheaper models do the work of the small one that I use?"""

from decimal import Decimal

from playwright.sync_api import expect

from tests.journeys.days import blended, offers, price
from tests.journeys.visitor import Visitor, cents, dollars

OWN = ("openai", "gpt-4o-mini")
REQUESTS, INPUT, OUTPUT = 2000 * 30, 3000, 200
ABILITIES = ("tool_call", "structured_output", "attachment")


def monthly(offer: tuple[str, str]) -> Decimal:
    """Return what 2,000 requests a day cost in a month of 30 days."""
    tokens = INPUT * price(offer, "input") + OUTPUT * price(offer, "output")
    return cents(REQUESTS * tokens / 1_000_000)
