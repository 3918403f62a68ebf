"""Short forms of the API's answers: what is left out, and what never is."""

from api.mcp.brief import brief_cost, brief_model, brief_offer, reported
from api.schemas.costs import Cost, CostLine
from api.schemas.models import Model, ModelPrices
from api.schemas.offers import Offer, TokenPrices


def test_a_price_that_is_not_reported_is_absent_and_not_zero():
    offer = Offer("p", "m", "a/m", price_state="unknown", prices=TokenPrices(), tiers=[])
    assert brief_offer(offer)["prices"] == {}
    assert brief_offer(offer)["price_state"] == "unknown"


def test_a_free_price_is_there():
    assert reported(TokenPrices(input="0", output="0")) == {"input": "0", "output": "0"}


def test_a_capability_that_is_not_reported_is_in_neither_list():
    flags = {"vision": True, "audio": False, "pdf": None}
    row = Model(
        *("a/m", "M", "a", None, True, None, None, None, None, None),
        *(ModelPrices(None, None, None, []), ["unknown"], 1, 1, [], [], flags, {}, {}, []),
    )
    brief = brief_model(row)
    assert (brief["has"], brief["has_not"]) == (["vision"], ["audio"])
    assert brief["prices"] == {"input": None, "output": None}
    assert "other_fees" not in brief


def test_a_cost_says_how_it_is_made():
    line = CostLine("input", 1000, "2", "0.002", None, "")
    brief = brief_cost(Cost("p", "m", "a/m", "priced", "0.002", None, [line], ["request"]))
    assert brief["lines"] == ["input: 1000 at 2 = 0.002"]
    assert brief["total"] == "0.002"
    assert brief["other_fees"] == ["request"]
