from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.prices import COMPONENTS
from pricing.estimate import Usage
from pricing.load import NONE, load_of
from tests.pricing.strategies import usages

sizes = st.integers(-1, 12_000_000)


def test_it_works():
    load = load_of([Usage(2, input=10, output=3), Usage(1, input=20), Usage(3, input=10)])
    assert load.requests == 6
    assert load.prompts == (10, 20)
    assert load.tokens[:2] == (70, 6)
    assert load.between(10, None)[0] == 20
    assert load.between(-1, 10)[0] == 50


def test_the_largest_request_is_one_request():
    load = load_of([Usage(1, input=100, output=1), Usage(1, input=1, output=50)])
    assert (load.largest_prompt, load.largest_reply, load.largest_request) == (100, 50, 101)


def test_no_request_uses_nothing():
    load = load_of([])
    assert (load.tokens, load.largest_prompt, load.between(-1, None)) == (NONE, 0, NONE)


@given(st.lists(usages, max_size=5), sizes, sizes)
def test_between_is_what_a_loop_would_add_up(several, one, other):
    low, high = sorted((one, other))
    inside = [u for u in several if low < u.prompt <= high]
    naive = tuple(sum(u.requests * getattr(u, name) for u in inside) for name in COMPONENTS)
    assert load_of(several).between(low, high) == naive
