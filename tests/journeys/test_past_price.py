"""What did a model cost on a day of the past?"""

from datetime import timedelta

from playwright.sync_api import expect

from tests.journeys.days import FIRST, LATER, price
from tests.journeys.visitor import Visitor, dollars

OFFER = ("openai", "gpt-4.1")
CHANGED = FIRST + timedelta(days=LATER[0])
DAY = CHANGED + timedelta(days=3)  # no data is from this day: the last before it holds


def test_the_price_of_a_past_day(visitor: Visitor) -> None:
    before, then, now = (
        [price(OFFER, name, day) for name in ("input", "output")]
        for day in (FIRST, DAY, FIRST + timedelta(days=LATER[1]))
    )
    assert before != then != now

    visitor.search("gpt 4.1", "GPT-4.1")
    prices = visitor.section("Pricing detail")
    recommended = prices.get_by_text(visitor.say("Recommended offer"), exact=True).locator(
        "xpath=.."
    )
    assert dollars(recommended.inner_text())[:2] == now
    visitor.main.get_by_label(visitor.say("As of"), exact=True).fill(DAY.isoformat())
    visitor.press("Show", plain=True)
    expect(visitor.main).to_contain_text(visitor.day(DAY))
    expect(visitor.main).to_contain_text(visitor.day(CHANGED))
    assert dollars(recommended.inner_text())[:2] == then
    row = prices.get_by_role("row").filter(has_text="gpt-4.1").filter(has_text="OpenAI").first
    assert dollars(row.inner_text())[:2] == then
    visitor.follow(visitor.say("View today’s data"))
    assert dollars(recommended.inner_text())[:2] == now
