"""Which cheaper models do the work of the small one that I use, and what does each save?"""

import re
from decimal import Decimal
from typing import Any

from playwright.sync_api import Locator, expect

from tests.journeys.days import Key, offers, price, provider_name
from tests.journeys.visitor import Visitor, cents, dollars

OWN = ("openai", "gpt-4o-mini")
WORKLOAD = {"Requests": 2000, "Input tokens": 3000, "Output tokens": 200}
ABILITIES = ("tool_call", "structured_output")


def monthly(offer: Key) -> Decimal:
    """Return what 2,000 requests a day cost in a month of 30 days."""
    tokens = 3000 * price(offer, "input") + 200 * price(offer, "output")
    return cents(2000 * 30 * tokens / 1_000_000)


def fits(entry: dict[str, Any], own: dict[str, Any]) -> bool:
    """Tell whether an offer reports all that the own one can do, and limits as large."""
    inputs = set(entry["modalities"]["input"]) >= {"text", "image"}
    able = all(entry.get(name) or not own.get(name) for name in ABILITIES)
    return inputs and able and all(entry["limit"][n] >= own["limit"][n] for n in own["limit"])


def offer_of(row: Locator) -> Key:
    """Find the offer that a row of the answer names by its provider and its ID."""
    text, model_id = row.inner_text(), row.get_by_role("code").inner_text()
    (found,) = (
        key for key, _entry in offers() if key[1] == model_id and provider_name(key) in text
    )
    return found


def test_cheaper_models_for_the_same_use(visitor: Visitor) -> None:
    visitor.search("gpt 4o mini", "GPT-4o mini")
    for label, number in WORKLOAD.items():
        visitor.main.get_by_label(visitor.say(label), exact=True).fill(str(number))
    if not visitor.visit.scripts:
        visitor.press("Calculate")
    replace = visitor.main.get_by_role("link", name=visitor.say("Replace this model"), exact=True)
    expect(replace).to_have_attribute("href", re.compile("requests=2000.*output=200"))
    with visitor.page.expect_navigation():
        replace.click()
    visitor.see()

    answer = visitor.main.get_by_role(
        "region", name=visitor.say("Replace %(model)s", model="GPT-4o mini"), exact=True
    )
    expect(answer).to_be_in_viewport()
    assert dollars(answer.inner_text())[0] == monthly(OWN)
    table = answer.get_by_role("table", name=visitor.say("Cheaper models for the same use"))
    rows = table.get_by_role("row").filter(has=visitor.page.get_by_role("code")).all()
    found = [offer_of(row) for row in rows]
    every = dict(offers())
    assert found
    for offer, row in zip(found, rows, strict=True):
        assert fits(every[offer], every[OWN]), offer
        assert dollars(row.inner_text())[:2] == [monthly(offer), monthly(OWN) - monthly(offer)]
    costs = [monthly(offer) for offer in found]
    assert costs == sorted(costs)
    assert costs[-1] < monthly(OWN)
