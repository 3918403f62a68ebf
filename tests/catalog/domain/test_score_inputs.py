"""The inputs of the scores: what is stored, and what is read back."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.score_inputs import ScoreInputs

GPT = ScoreInputs(tool_calling=True, context=128_000, providers=3, blended=Decimal("1.75"))


def test_stored_form_is_fixed():
    """Rows of the changelog are compared by it: another form would end every model's revision."""
    assert list(GPT.to_json().items()) == [
        ("tool_calling", True),
        ("structured_output", None),
        ("reasoning", None),
        ("temperature", None),
        ("context", 128_000),
        ("max_output", None),
        ("providers", 3),
        ("has_cache_price", None),
        ("conflicts", 0),
        ("official", True),
    ]


flags = st.none() | st.booleans()
limits = st.none() | st.integers(1, 10**9)
prices = st.none() | st.decimals(0, 1000, places=6)
inputs = st.builds(
    ScoreInputs, *[flags] * 4, limits, limits, st.integers(0, 99), prices, flags,
    st.integers(0, 9), st.booleans(),
)  # fmt: skip


@given(inputs)
def test_reads_back_what_it_stored(given_inputs):
    read = ScoreInputs.from_json(given_inputs.to_json(), given_inputs.blended)
    assert read == given_inputs


@pytest.mark.parametrize(("price", "published"), [(None, False), (Decimal(0), True)])
def test_a_price_is_published_even_if_it_is_zero(price, published):
    assert replace(GPT, blended=price).price_published is published


def test_rejects_unknown_names():
    with pytest.raises(TypeError):
        ScoreInputs.from_json({"poetry": True}, None)
