"""Facets: what is found and what is counted, against counting by hand."""

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

KEYS = [capability.key for capability in CAPABILITIES]
PRICE = st.none() | st.integers(0, 40).map(lambda cents: Decimal(cents) / 10)


def row(place, random):
    """Return some row; a figure or a word is missing as often as it is there."""
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
        providers=random.randrange(4),
        channels=1,
        takes=some_of("text", "image", "smell"),
        gives=some_of("text", "audio"),
        capabilities={key: any_of([True, False, None]) for key in KEYS},
        scores={key: random.randrange(101) for key in some_of("agents", "coding")},
        sellers=some_of("azure", "groq", "z.ai"),
        states=some_of("priced", "free", "plan", "unknown"),
        ids=(),
    )


def some_rows(count, seed):
    random = Random(seed)
    return tuple(row(place, random) for place in range(count))


# Made from a seed: drawing every fact by itself takes hypothesis a hundred times as long.
SHELVES = st.builds(some_rows, st.integers(0, 12), st.integers(0, 10**6))
VALUES = {
    "maker": ["openai", "meta", "nobody"],
    "provider": ["azure", "z.ai"],
    "family": ["gpt"],
    "takes": ["text", "image"],
    "returns": ["text", "audio"],
    "price": ["priced", "free"],
    "status": ["current", "beta"],
} | {key: ["yes", "no", "silent"] for key in KEYS[:3]}
CHOICES = st.builds(
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


def fits(row, choice, *, but=""):
    """Say by hand whether a row fits everything that was chosen, one facet left out."""
    for key, chosen in choice.values.items():
        has = set(FACET_BY_KEY[key].of(row))
        every = FACET_BY_KEY[key].every
        if key != but and not (set(chosen) <= has if every else has & set(chosen)):
            return False
    for key, (lowest, highest) in choice.bounds.items():
        value = RANGE_BY_KEY[key].of(row)
        if value is None:
            return False
        if (lowest is not None and value < lowest) or (highest is not None and value > highest):
            return False
    return not choice.since or (row.released != "" and row.released >= choice.since)


@given(SHELVES, CHOICES)
def test_what_is_found_and_counted_is_what_counting_by_hand_gives(shelf_rows, choice):
    narrowed = FilteredSet(FacetIndex(ModelIndex(shelf_rows, {})), choice)
    found = [row for place, row in enumerate(shelf_rows) if narrowed.bits[place] == "1"]
    assert found == [row for row in shelf_rows if fits(row, choice)]
    for facet in FACETS:
        but = "" if facet.every else facet.key
        left = [row for row in shelf_rows if fits(row, choice, but=but)]
        tallied = narrowed.tallied(facet)
        for value, count in tallied.counts:
            assert count == sum(value in facet.of(row) for row in left)


@given(SHELVES, CHOICES)
def test_a_facet_hides_exactly_where_it_would_not_narrow(shelf_rows, choice):
    narrowed = FilteredSet(FacetIndex(ModelIndex(shelf_rows, {})), choice)
    found = [row for row in shelf_rows if fits(row, choice)]
    for facet in FACETS:
        tallied = narrowed.tallied(facet)
        if facet.key not in choice.values:
            kinds = [frozenset(facet.of(row)) for row in found]
            assert bool(tallied.counts) is (len(set(kinds)) > 1)


@given(SHELVES, CHOICES, st.sampled_from(RANGES))
def test_a_range_tells_the_ends_of_what_the_other_choices_leave(shelf_rows, choice, ranged):
    spanned = FilteredSet(FacetIndex(ModelIndex(shelf_rows, {})), choice).spanned(ranged)
    others = Filters(
        choice.values, {k: v for k, v in choice.bounds.items() if k != ranged.key}, choice.since
    )
    known = [ranged.of(row) for row in shelf_rows if fits(row, others)]
    known = [value for value in known if value is not None]
    if spanned.ends:
        assert spanned.ends == (min(known), max(known))
    else:
        assert len(set(known)) < 2


@pytest.mark.parametrize("descending", [True, False])
@given(st.data())
def test_unknowns_come_last_in_both_directions(descending, data):
    shelf_rows = data.draw(SHELVES)
    column = data.draw(st.sampled_from(COLUMNS))
    order = order_of(ModelIndex(shelf_rows, {}), column, descending=descending)
    values = [column.of(shelf_rows[place]) for place in order]
    known = [value for value in values if value not in (None, "")]
    assert sorted(order) == list(range(len(shelf_rows)))
    assert values[: len(known)] == sorted(known, reverse=descending)
