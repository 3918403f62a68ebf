"""Prices, tiers, usages and workloads for hypothesis."""

from hypothesis import strategies as st

from catalog.domain.prices import COMPONENTS, Prices, Tier
from pricing.estimate import Usage
from pricing.workload import Per, Workload

prices = st.decimals(min_value=0, max_value=100_000, places=6)
tokens = st.integers(min_value=0, max_value=3_000_000)
usages = st.builds(Usage, st.integers(1, 10**6), *[tokens] * len(COMPONENTS))
bases = st.builds(Prices, prices.filter(bool), prices, *[st.none() | prices] * 5)
partial = st.builds(Prices, *[st.none() | prices] * len(COMPONENTS))
tiers = st.lists(
    st.builds(Tier, st.integers(0, 4_000_000), partial), max_size=3, unique_by=lambda t: t.above
).map(tuple)
workloads = st.builds(
    Workload,
    requests=st.integers(1, 10**6),
    per=st.sampled_from(Per),
    input=st.integers(1, 300_000),
    output=st.integers(0, 50_000),
    cached=st.integers(0, 100),
    hits=st.integers(0, 100),
    reasoning_tokens=st.integers(0, 50_000),
    input_audio=st.integers(0, 5000),
    output_audio=st.integers(0, 5000),
    steps=st.integers(1, 12),
    added=st.integers(0, 40_000),
)
