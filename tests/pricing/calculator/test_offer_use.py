from dataclasses import replace

from pricing.calculator.offer_use import use_facts
from pricing.eligibility import BITS, TEXT
from tests.pricing.offers import PROFILE, make_offer, make_row

TOOLS = PROFILE._replace(
    context=8000, max_output=500, supported=TEXT | BITS["tool-calling"] | BITS["vision"]
)


def test_it_works():
    row = replace(make_row(make_offer(), TOOLS), scores={"coding": 80, "agents": 70})
    facts = use_facts(row)
    assert (facts.model.path, facts.model.context, facts.max_output) == ("meta/llama", 8000, 500)
    assert facts.supported == {"tool-calling", "vision"}
    # Image input is a gain or a loss; what a replacement needs is the modality.
    assert facts.model.capabilities == {"tool-calling"}
    assert (facts.rubrics, facts.model.scores) == (("agents", "coding"), (70, 80))


def test_the_status_is_that_of_the_offer():
    assert use_facts(make_row(make_offer(status="deprecated"), PROFILE)).model.deprecated
    assert not use_facts(make_row(make_offer(status="beta"), PROFILE)).model.deprecated
