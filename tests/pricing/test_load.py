from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.prices import COMPONENTS
from pricing.estimate import Usage
from pricing.load import NO_TOKENS, aggregate, prompt_tokens, reply_tokens
from tests.pricing.strategies import usages

sizes = st.integers(-1, 12_000_000)


def test_it_works():
    load = aggregate([Usage(2, input=10, output=3), Usage(1, input=20), Usage(3, input=10)])
    assert load.requests == 6
    assert load.prompts == (10, 20)
    assert load.tokens[:2] == (70, 6)
    assert load.between(10, None)[0] == 20
    assert load.between(-1, 10)[0] == 50


def test_measures_the_largest_request_not_the_largest_parts():
    load = aggregate([Usage(1, input=100, output=1), Usage(1, input=1, output=50)])
    assert (load.largest_prompt, load.largest_reply, load.largest_request) == (100, 50, 101)


def test_an_empty_load():
    load = aggregate([])
    assert (load.tokens, load.largest_prompt, load.between(-1, None)) == (NO_TOKENS, 0, NO_TOKENS)


@given(usages)
def test_prompt_and_reply_share_out_the_tokens(usage):
    tokens = tuple(getattr(usage, name) for name in COMPONENTS)
    assert (prompt_tokens(tokens), reply_tokens(tokens)) == (usage.prompt, usage.reply)
    assert prompt_tokens(tokens) + reply_tokens(tokens) == sum(tokens)


@given(st.lists(usages, max_size=5), sizes, sizes)
def test_between_equals_a_naive_sum(several, one, other):
    low, high = sorted((one, other))
    inside = [u for u in several if low < u.prompt <= high]
    naive = tuple(sum(u.requests * getattr(u, name) for u in inside) for name in COMPONENTS)
    assert aggregate(several).between(low, high) == naive
