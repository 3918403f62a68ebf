"""What did the requests in my log cost?"""

import csv
from datetime import date
from decimal import Decimal

from playwright.sync_api import expect

from tests.journeys.days import FIRST, LAST, Key, price
from tests.journeys.visitor import Visitor, cents

# Half of the rows are from before a price drop; the last name has two letters in the wrong order.
ROWS = (
    (FIRST, "gpt-4.1", ("openai", "gpt-4.1"), 900_000, 40_000),
    (LAST, "gpt-4.1", ("openai", "gpt-4.1"), 900_000, 40_000),
    (LAST, "claude-sonnet-4-6", ("anthropic", "claude-sonnet-4-6"), 120_000, 8_000),
    (LAST, "gtp-4o-mini", ("openai", "gpt-4o-mini"), 2_000_000, 100_000),
)
MISSPELT = "gtp-4o-mini"
HEAD = "day,model,input,output"
LOG = "\n".join([HEAD, *(f"{day},{name},{i},{o}" for day, name, _offer, i, o in ROWS)]) + "\n"


def cost(offer: Key, day: date, tokens_in: int, tokens_out: int) -> Decimal:
    """Return what a row costs at the prices of its day, in USD."""
    tokens = tokens_in * price(offer, "input", day) + tokens_out * price(offer, "output", day)
    return tokens / 1_000_000


def test_a_log_costs_what_its_days_prices_say(visitor: Visitor) -> None:
    each = [cost(offer, day, i, o) for day, _name, offer, i, o in ROWS]
    assert each[0] > each[1]

    visitor.follow(visitor.say("Estimate a cost"))
    visitor.follow(visitor.say("Price a usage log instead"))
    visitor.main.get_by_label(visitor.say("Usage log (CSV or JSON Lines)")).fill(LOG)
    visitor.press("Calculate")
    result = visitor.main.get_by_role("status").filter(has_text="$")
    expect(result).to_contain_text(f"${cents(sum(each[:3], Decimal()))}")
    visitor.main.get_by_label(MISSPELT).fill("openai/gpt-4o-mini")
    visitor.press("Calculate")
    expect(result).to_contain_text(f"${cents(sum(each, Decimal()))}")
    visitor.see()

    with visitor.page.expect_download() as download:
        visitor.main.get_by_role("button", name=visitor.say("Download CSV"), exact=True).click()
    lines = list(csv.DictReader(download.value.path().read_text("utf-8-sig").splitlines()))
    priced = sorted(Decimal(line["usd"]) for line in lines if line["part"] == "log")
    assert priced == sorted(each)
