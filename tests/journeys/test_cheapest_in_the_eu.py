"""Which provider sells a flagship cheapest, of those in the EU with a price for cached input?"""

import re

from playwright.sync_api import expect

from tests.journeys.days import OPUS_EU, OPUS_EU_UNCACHED, blended, offers, price, provider_name
from tests.journeys.visitor import Visitor, choose, dollars

# All that names a region of the EU in its ID; the data has no other sign of one for this model.
IN_THE_EU = re.compile(r"(^eu\..*|@eu$)")
OPUS = re.compile(r"claude-opus-4[.-]6")


def test_the_cheapest_of_the_eu_with_caching_is_first(visitor: Visitor) -> None:
    found = {key: model for key, model in offers() if OPUS.search(key[1])}
    in_the_eu = {key: model for key, model in found.items() if IN_THE_EU.search(key[1])}
    cached = [key for key, model in in_the_eu.items() if "cache_read" in model["cost"]]
    assert min(cached, key=blended) == OPUS_EU
    assert min(in_the_eu, key=blended) == OPUS_EU_UNCACHED

    visitor.search("claude opus 4.6", "Claude Opus 4.6")
    prices = visitor.section("Pricing detail")
    choice = prices.get_by_role("form", name=visitor.say("Filter offers"))
    choose(choice.get_by_label(visitor.say("Region"), exact=True), visitor.say("EU"))
    if visitor.visit.scripts:  # the table has followed before the next choice
        expect(visitor.page).to_have_url(re.compile("region=eu"))
        visitor.settle()
    choice.get_by_label(visitor.say("With cache price"), exact=True).check()
    if visitor.visit.scripts:
        expect(visitor.page).to_have_url(re.compile("cache=priced"))
    else:
        visitor.press("Apply", choice)
    rows = prices.get_by_role("row").filter(has_text=OPUS)
    expect(rows).to_have_count(len(cached))
    first = rows.first
    expect(first.get_by_text(OPUS_EU[1], exact=True)).to_be_visible()
    expect(first).to_contain_text(provider_name(OPUS_EU))
    expected = [price(OPUS_EU, name) for name in ("input", "output", "cache_read")]
    shown = dollars(first.inner_text())
    assert [amount for amount in shown if amount in expected] == expected
    assert blended(OPUS_EU) in shown
    visitor.see()
