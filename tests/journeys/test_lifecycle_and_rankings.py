"""Which models are gone, and which is the cheapest that suits an agent best?"""

import re
from decimal import Decimal
from typing import NamedTuple

from playwright.sync_api import expect

from tests.journeys.days import FIRST, GONE, LAST, blended, offers
from tests.journeys.visitor import Visitor, cents, dollars

# Makers' own offers, under the names that pages give their models.
OWN = {
    "GPT-5.4": ("openai", "gpt-5.4"),
    "Claude Opus 4.6": ("anthropic", "claude-opus-4-6"),
    "Claude Sonnet 4.6": ("anthropic", "claude-sonnet-4-6"),
}


class Ranked(NamedTuple):
    """A row of a ranking; a price is in USD per million tokens, None where none is published."""

    rank: str
    name: str
    score: int
    price: Decimal | None

    @property
    def key(self) -> tuple[int, Decimal]:
        """The best first, and of equal ones the cheapest."""
        return -self.score, Decimal("Infinity") if self.price is None else self.price


def ranked_row(name: str, text: str) -> Ranked:
    rank, *cells = (cell.strip() for cell in re.split(r"[\n\t]+", text.strip()))
    (score,) = (int(cell) for cell in cells if cell.isdigit())
    return Ranked(rank, name, score, next(iter(dollars(text)), None))


def test_a_withdrawn_model_is_listed(visitor: Visitor) -> None:
    name = dict(offers(FIRST))[GONE]["name"]
    assert not [key for key, entry in offers(LAST) if entry["name"] == name]

    visitor.follow(visitor.say("Lifecycle"))
    visitor.follow(visitor.say("Withdrawn in the last 90 days"))
    withdrawn = visitor.section("Withdrawn in the last 90 days")
    expect(withdrawn).to_be_in_viewport()
    row = withdrawn.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text(LAST.isoformat())
    visitor.follow(name, row)
    expect(visitor.main).to_contain_text(visitor.say("withdrawn"))


def test_the_best_for_agents_are_ranked_and_ties_cheapest_first(visitor: Visitor) -> None:
    visitor.menu("Rankings")
    visitor.follow(visitor.say("Agents"))
    header = visitor.page.get_by_role("rowheader")
    rows = visitor.main.get_by_role("row").filter(has=header)
    names = rows.get_by_role("rowheader").get_by_role("link")
    pairs = zip(names.all_inner_texts(), rows.all_inner_texts(), strict=True)
    ranked = [ranked_row(name, text) for name, text in pairs]
    assert [one.key for one in ranked] == sorted(one.key for one in ranked)
    best = [one for one in ranked if one.score == 100]
    assert len(best) > 3
    assert {one.rank for one in best} == {"1="}
    listed = {one.name: one.price for one in ranked}
    for name in OWN.keys() & listed.keys():
        assert listed[name] == cents(blended(OWN[name]))
    visitor.follow(best[0].name)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(best[0].name)
    expect(visitor.section("Model fit scores")).to_contain_text("100")
