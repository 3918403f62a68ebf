from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.utils import translation

from catalog.display.money import cost_text, tokens_text
from catalog.domain.prices import Prices
from pricing.estimate import estimate
from pricing.models import Scenario
from pricing.shipped_scenarios import PARTS, SHIPPED

pytestmark = pytest.mark.django_db

CENT = Prices(input=Decimal("0.01"), output=Decimal("0.01"))


def test_costs_of_the_reference_page():
    scenarios = Scenario.objects.in_order()
    costs = {s.name: cost_text(estimate(CENT, (), s.usage).total) for s in scenarios}
    assert costs == {
        "RAG answer": "$0.06",
        "Support ticket triage": "$0.11",
        "Data extraction": "$0.03",
        "Code review": "$0.09",
        "Agent step": "$0.13",
    }


def test_name_unit_and_assumption_follow_the_language():
    scenario = Scenario.objects.get(key="ticket-triage")
    assert (str(scenario), scenario.unit) == ("Support ticket triage", "tickets")
    with translation.override("zh-hant"):
        assert (str(scenario), scenario.unit) == ("客服工單分類", "張工單")
        assert "100 個 token" in scenario.assumption


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_assumptions_state_the_token_counts(language):
    for scenario in Scenario.objects.in_order():
        with translation.override(language):
            assert tokens_text(scenario.input_tokens) in scenario.assumption
            assert tokens_text(scenario.output_tokens) in scenario.assumption


@pytest.mark.parametrize(
    "values",
    [{"requests": 0}, {"input_tokens": 0, "output_tokens": 0}, {"key": "mine"}],
)
def test_the_database_rejects_an_impossible_scenario(values):
    with pytest.raises(IntegrityError):
        Scenario.objects.filter(key="rag-answer").update(**values)


def test_an_editors_text_outranks_the_shipped_one_until_it_is_emptied():
    Scenario.objects.filter(key="ticket-triage").update(name_en="Tickets", unit_zh_hant="件")
    scenario = Scenario.objects.get(key="ticket-triage")
    assert (scenario.name, scenario.unit) == ("Tickets", "tickets")
    with translation.override("zh-hant"):
        assert (scenario.name, scenario.unit) == ("客服工單分類", "件")
    Scenario.objects.filter(key="ticket-triage").update(name_en="")
    assert Scenario.objects.get(key="ticket-triage").name == "Support ticket triage"


def test_nothing_shipped_is_stored():
    for scenario in Scenario.objects.all():
        texts = (f"{p}_{e}" for p in PARTS for e in ("en", "zh_hant"))
        assert {getattr(scenario, name) for name in texts} == {""}
    assert {scenario.key for scenario in Scenario.objects.all()} == set(SHIPPED)
