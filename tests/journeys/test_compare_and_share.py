"""What would three models cost for an agent's work, and how does a colleague see the same?"""

import re
from decimal import Decimal

from playwright.sync_api import Locator, expect

from tests.conftest import NewContext
from tests.journeys.days import LAST, Key, payload
from tests.journeys.visitor import Visitor, cents, dollars
from tests.pricing.oracle import DECIMALS, Offer, requests_of

# What is typed, the model's name, and its maker's own offer, which is the recommended one.
MODELS = (
    ("claude sonnet 4.6", "Claude Sonnet 4.6", ("anthropic", "claude-sonnet-4-6")),
    ("gpt 5.4", "GPT-5.4", ("openai", "gpt-5.4")),
    ("gpt-4.1", "GPT-4.1", ("openai", "gpt-4.1")),
)
WORKLOAD = {"requests": 200, "input": 12_000, "output": 600, "steps": 8, "added": 1500}
WORKLOAD |= {"cached": 80, "hits": 95}
FIELDS = {"requests": "Requests", "input": "Input tokens", "output": "Output tokens"}
MORE_FIELDS = {
    "cached": "Cached share of prompt (%)",
    "hits": "Cache hit rate (%)",
    "steps": "Agent steps",
    "added": "Tokens added per step",
}


def monthly(offer: Key) -> Decimal:
    """Return what the workload costs a month, one request at a time."""
    provider, model_id = offer
    cost = payload(LAST)[provider]["models"][model_id]["cost"]
    empty = {"per": "day", "reasoning_tokens": 0, "input_audio": 0, "output_audio": 0}
    units = Offer(cost).cost_of_workload(requests_of(empty | WORKLOAD))
    return cents(Decimal(units).scaleb(-DECIMALS - 6))


def add(visitor: Visitor, label: str, words: str, model: str) -> None:
    box = visitor.main.get_by_label(visitor.say(label), exact=True).last
    if visitor.visit.scripts:
        box.press_sequentially(words)
        visitor.main.get_by_role("option", name=model).first.click()
    else:
        box.fill(words)
        visitor.press("Search")
        visitor.follow(visitor.say("Add %(model)s", model=model))
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text(model)


def costs(visitor: Visitor) -> Locator:
    return visitor.main.get_by_role("row").filter(has_text=visitor.say("of your workload, USD"))


def test_three_models_for_an_agent(visitor: Visitor, new_context: NewContext) -> None:
    visitor.menu("Compare")
    (*first, _offer), (*second, _other), (*third, _last) = MODELS
    add(visitor, "Choose a model", *first)
    add(visitor, "Add a model", *second)
    workload = visitor.main.get_by_role("group", name=visitor.say("Your workload"))
    for name, label in FIELDS.items():
        workload.get_by_label(visitor.say(label), exact=True).fill(str(WORKLOAD[name]))
    visitor.unfold("Caching, reasoning, audio, agents")
    for name, label in MORE_FIELDS.items():
        workload.get_by_label(visitor.say(label), exact=True).fill(str(WORKLOAD[name]))
    if visitor.visit.scripts:
        visitor.page.keyboard.press("Enter")
    else:
        visitor.press("Apply")
    expect(visitor.page).to_have_url(re.compile("added=1500"))
    add(visitor, "Add a model", *third)  # the workload is kept
    visitor.see()

    expected = {name: monthly(offer) for _words, name, offer in MODELS}
    in_order = sorted(expected)  # the columns are in order of the models' ids
    assert len(set(expected.values())) == len(MODELS)
    expect(costs(visitor)).to_contain_text(f"${expected['GPT-5.4']:,}")
    assert dollars(costs(visitor).inner_text()) == [expected[name] for name in in_order]
    best = costs(visitor).get_by_role("cell").filter(has_text=visitor.say("best"))
    expect(best).to_contain_text(f"${min(expected.values()):,}")
    visitor.see()

    colleague = new_context().new_page()
    colleague.goto(visitor.page.url)
    assert dollars(costs(Visitor(colleague, visitor.visit)).inner_text()) == [
        expected[name] for name in in_order
    ]
