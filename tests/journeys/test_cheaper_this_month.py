"""What got cheaper in the last month?"""

from decimal import Decimal

from playwright.sync_api import expect

from tests.journeys.days import CHANGES, FIRST, LAST, Key, blended, offers, provider_name
from tests.journeys.visitor import Visitor, cents, dollars

# The makers' own offers with other prices now, under the names that pages give their models.
OWN = {
    ("openai", "gpt-4.1"): "GPT-4.1",
    ("mistral", "mistral-large-latest"): "Mistral Large",
    ("xai", "grok-4.3"): "Grok 4.3",
}
OF_OTHERS = ("groq", "llama-3.3-70b-versatile")


def drop(offer: Key) -> Decimal:
    """Return by how much of the blended price of the first day an offer is cheaper on the last."""
    return 1 - blended(offer, LAST) / blended(offer, FIRST)


def test_the_price_drops_of_the_month(visitor: Visitor) -> None:
    assert (LAST - FIRST).days == 30
    before = dict(offers(FIRST))
    changed = {change.offer for change in CHANGES if change.cost and change.offer in before}
    assert changed == {*OWN, OF_OTHERS}
    cheaper = sorted((offer for offer in OWN if drop(offer) > 0), key=drop, reverse=True)

    visitor.follow(visitor.say("Follow changes"))
    movers = visitor.section("Biggest price changes")
    expect(movers).to_contain_text(visitor.day(FIRST))
    drops = visitor.below(movers, "Price drops").get_by_role("listitem")
    expect(drops).to_have_count(len(cheaper))
    for offer, row in zip(cheaper, drops.all(), strict=True):
        expect(row.get_by_role("link", name=OWN[offer], exact=True)).to_be_visible()
        expect(row).to_contain_text(f"▼ {drop(offer):.0%}")
        assert dollars(row.inner_text()) == [cents(blended(offer, day)) for day in (FIRST, LAST)]

    visitor.follow(visitor.say("All price drops"), movers)
    changes = visitor.section("Daily changes")
    for name in (*(OWN[offer] for offer in cheaper), provider_name(OF_OTHERS)):
        expect(changes.get_by_text(name).filter(visible=True).first).to_be_visible()
    expect(changes.get_by_text("Grok 4.3").filter(visible=True)).to_have_count(0)
