"""Price states and blended prices."""

from decimal import Decimal

import pytest

from catalog.domain.prices import PLAN_PROVIDERS, Prices, PriceState, price_state

ZERO, ONE, TENTH = Decimal(0), Decimal(1), Decimal("0.1")

STATES = [
    ("openai", "gpt-5", Prices(ONE, TENTH), PriceState.PRICED),
    ("openai", "gpt-5", Prices(ZERO, TENTH), PriceState.PRICED),
    ("openai", "gpt-5", Prices(ONE, ZERO), PriceState.PRICED),
    ("openai", "gpt-5", Prices(), PriceState.UNKNOWN),
    ("openai", "gpt-5", Prices(ONE), PriceState.UNKNOWN),
    ("openai", "gpt-5", Prices(None, ONE), PriceState.UNKNOWN),
    ("nvidia", "meta/llama", Prices(ZERO, ZERO), PriceState.UNKNOWN),
    ("openrouter", "meta/llama:free", Prices(ZERO, ZERO), PriceState.FREE),
    ("openrouter", "meta/llama:FREE", Prices(ZERO, ZERO), PriceState.FREE),
    ("opencode", "grok-code-free", Prices(ZERO, ZERO), PriceState.FREE),
    ("kilo", "openrouter/free", Prices(ZERO, ZERO), PriceState.FREE),
    ("openrouter", "meta/llama:free", Prices(), PriceState.UNKNOWN),
    ("openrouter", "meta/llama:free", Prices(ONE, ONE), PriceState.PRICED),
    ("acme", "carefree", Prices(ZERO, ZERO), PriceState.UNKNOWN),
    ("acme", "free-llama", Prices(ZERO, ZERO), PriceState.UNKNOWN),
    ("zai-coding-plan", "glm-5", Prices(ONE, ONE), PriceState.PLAN),
    ("zai-coding-plan", "glm-5", Prices(ZERO, ZERO), PriceState.PLAN),
    ("acme-plan-eu", "glm-5", Prices(), PriceState.PLAN),
    ("acme-planet", "glm-5", Prices(ONE, ONE), PriceState.PRICED),
    *((key, "m", Prices(ZERO, ZERO), PriceState.PLAN) for key in sorted(PLAN_PROVIDERS)),
    *((key, "m", Prices(ONE, ONE), PriceState.PRICED) for key in sorted(PLAN_PROVIDERS)),
]


@pytest.mark.parametrize("provider, model_id, prices, expected", STATES)
def test_the_price_state(
    provider: str, model_id: str, prices: Prices, expected: PriceState
) -> None:
    assert price_state(prices, provider=provider, provider_model_id=model_id) is expected


BLENDS = [
    (Prices(Decimal("0.01"), Decimal("0.0109")), Decimal("0.010225")),
    (Prices(Decimal(3), Decimal(15)), Decimal(6)),
    (Prices(ZERO, ONE), Decimal("0.25")),
    (Prices(ZERO, ZERO), None),
    (Prices(ZERO, Decimal("2e-9")), None),
    (Prices(ZERO, Decimal("3e-9")), Decimal("0.75e-9")),
    (Prices(Decimal("1e-9"), ZERO), Decimal("0.75e-9")),
    (Prices(ONE), None),
    (Prices(None, ONE), None),
    (Prices(), None),
]


@pytest.mark.parametrize("prices, expected", BLENDS)
def test_the_blended_price(prices: Prices, expected: Decimal | None) -> None:
    assert prices.blended == expected
    assert prices.published == (expected is not None)
