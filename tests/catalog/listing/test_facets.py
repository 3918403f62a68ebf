"""Facets: results and counts against a slow, plain implementation."""

import tracemalloc
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.capabilities import CAPABILITIES
from catalog.listing.columns import COLUMNS, order_of
from catalog.listing.facets import (
    FACET_BY_KEY,
    FACETS,
    RANGE_BY_KEY,
    RANGES,
    FacetIndex,
    FilteredSet,
    Filters,
)
from catalog.listing.index import ModelIndex, ModelRow
from tests.catalog.listing.factories import make_row

KEYS = [capability.key for capability in CAPABILITIES]
PRICE = st.none() | st.integers(0, 40).map(lambda cents: Decimal(cents) / 10)


def row(place, random):
    """Return a random row in which values are often missing."""
    any_of = random.choice
    some_of = lambda *names: frozenset(name for name in names if random.random() < 0.5)  # noqa: E731
    price = lambda: any_of([None, Decimal(random.randrange(40)) / 10])  # noqa: E731
    maker = any_of(["openai", "meta", "xai"])
    return ModelRow(
        path=f"{maker}/m{place}",
        name=any_of(["Ada", "Bob", f"M{place}"]),
        label="",
        maker=maker,
        maker_name=maker.title(),
        family=any_of(["", "gpt", "llama"]),
        official=any_of([True, False]),
        released=any_of(["", "2024", "2024-06", "2025-01-31"]),
        knowledge="",
        status=any_of(["", "beta", "sunset"]),
        context=any_of([None, 8192, 128000, 1000000]),
        max_output=None,
        input=price(),
        output=price(),
        blended=price(),
        trend=None,
        provider_count=random.randrange(4),
        offering_count=1,
        input_modalities=some_of("text", "image", "smell"),
        output_modalities=some_of("text", "audio"),
        capabilities={key: any_of([True, False, None]) for key in KEYS},
        scores={key: random.randrange(101) for key in some_of("agents", "coding")},
        provider_keys=some_of("azure", "groq", "z.ai"),
        price_states=some_of("priced", "free", "plan", "unknown"),
        provider_model_ids=(),
    )


def test_an_index_takes_little_memory_for_each_row():
    count = 2_000
    rows = tuple(
        make_row(f"a/m{n}", blended=Decimal(n), input=Decimal(n), output=Decimal(n), context=n)
        for n in range(count)
    )
    tracemalloc.start()
    facets = FacetIndex(ModelIndex(rows, {}))
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(facets.everything) == count
    assert taken < 200 * count  # pairs of value and place would take 1,000 bytes a row


def some_rows(count, seed):
    random = Random(seed)
    return tuple(row(place, random) for place in range(count))


# Made from a seed: drawing every fact with hypothesis takes a hundred times as long.
ROWS = st.builds(some_rows, st.integers(0, 12), st.integers(0, 10**6))
VALUES = {
    "maker": ["openai", "meta", "nobody"],
    "provider": ["azure", "z.ai"],
    "family": ["gpt"],
    "takes": ["text", "image"],
    "returns": ["text", "audio"],
    "price": ["priced", "free"],
    "status": ["current", "beta"],
} | {key: ["yes", "no", "silent"] for key in KEYS[:3]}
FILTERS = st.builds(
    Filters,
    values=st.dictionaries(st.sampled_from(sorted(VALUES)), st.just(None), max_size=3).flatmap(
        lambda keys: st.fixed_dictionaries(
            {
                key: st.lists(st.sampled_from(VALUES[key]), min_size=1, unique=True).map(tuple)
                for key in keys
            }
        )
    ),
    bounds=st.dictionaries(
        st.sampled_from([ranged.key for ranged in RANGES]), st.tuples(PRICE, PRICE), max_size=2
    ),
    since=st.sampled_from(["", "2024-06", "2025"]),
)


def matches(row, choice, *, but=""):
    """Return whether a row matches every filter, except those of the facet `but`."""
    for key, chosen in choice.values.items():
        has = set(FACET_BY_KEY[key].values_of(row))
        every = FACET_BY_KEY[key].every
        if key != but and not (set(chosen) <= has if every else has & set(chosen)):
            return False
    for key, (lowest, highest) in choice.bounds.items():
        value = RANGE_BY_KEY[key].value_of(row)
        if value is None:
            return False
        if (lowest is not None and value < lowest) or (highest is not None and value > highest):
            return False
    return not choice.since or (row.released != "" and row.released >= choice.since)


@given(ROWS, FILTERS)
def test_results_and_counts_are_correct(rows, choice):
    filtered = FilteredSet(FacetIndex(ModelIndex(rows, {})), choice)
    results = [rows[place] for place in filtered.members]
    assert results == [row for row in rows if matches(row, choice)]
    for facet in FACETS:
        but = "" if facet.every else facet.key
        left = [row for row in rows if matches(row, choice, but=but)]
        for value, count in filtered.counts(facet).counts:
            assert count == sum(value in facet.values_of(row) for row in left)


@given(ROWS, FILTERS)
def test_hides_a_facet_in_which_no_value_would_filter(rows, choice):
    filtered = FilteredSet(FacetIndex(ModelIndex(rows, {})), choice)
    results = [row for row in rows if matches(row, choice)]
    for facet in FACETS:
        if facet.key not in choice.values:
            values = {frozenset(facet.values_of(row)) for row in results}
            assert bool(filtered.counts(facet).counts) is (len(values) > 1)


@given(ROWS, FILTERS, st.sampled_from(RANGES))
def test_a_range_ends_where_the_other_filters_end(rows, choice, ranged):
    filtered = FilteredSet(FacetIndex(ModelIndex(rows, {})), choice)
    ends = filtered.range_ends(ranged).ends
    others = Filters(
        choice.values, {k: v for k, v in choice.bounds.items() if k != ranged.key}, choice.since
    )
    known = [ranged.value_of(row) for row in rows if matches(row, others)]
    known = [value for value in known if value is not None]
    if ends:
        assert ends == (min(known), max(known))
    else:
        assert len(set(known)) < 2


@pytest.mark.parametrize("descending", [True, False])
@given(st.data())
def test_unknown_values_come_last_in_both_directions(descending, data):
    rows = data.draw(ROWS)
    column = data.draw(st.sampled_from(COLUMNS))
    order = order_of(ModelIndex(rows, {}), column, descending=descending)
    values = [column.value_of(rows[place]) for place in order]
    known = [value for value in values if value not in (None, "")]
    assert sorted(order) == list(range(len(rows)))
    assert values[: len(known)] == sorted(known, reverse=descending)
