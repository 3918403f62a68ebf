"""Facets: what is found and what is counted, against counting by hand."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.capabilities import CAPABILITIES
from catalog.columns import COLUMNS, order_of
from catalog.facets import FACET_BY_KEY, FACETS, RANGE_BY_KEY, RANGES, Choice, Narrowed, Sets
from catalog.shelf import Row, Shelf

KEYS = [capability.key for capability in CAPABILITIES]
PRICE = st.none() | st.integers(0, 40).map(lambda cents: Decimal(cents) / 10)

ABILITIES = st.tuples(*[st.sampled_from([True, False, None])] * 3)


@st.composite
def rows(draw, place):
    maker = draw(st.sampled_from(["openai", "meta", "xai"]))
    return Row(
        path=f"{maker}/m{place}",
        name=draw(st.sampled_from(["Ada", "Bob", f"M{place}"])),
        maker=maker,
        maker_name=maker.title(),
        family=draw(st.sampled_from(["", "gpt", "llama"])),
        official=draw(st.booleans()),
        released=draw(st.sampled_from(["", "2024", "2024-06", "2025-01-31"])),
        knowledge="",
        status=draw(st.sampled_from(["", "beta", "sunset"])),
        context=draw(st.none() | st.sampled_from([8192, 128000, 1000000])),
        max_output=None,
        input=draw(PRICE),
        output=draw(PRICE),
        blended=draw(PRICE),
        providers=draw(st.integers(0, 3)),
        channels=1,
        takes=frozenset(draw(st.sets(st.sampled_from(["text", "image", "smell"])))),
        gives=frozenset(draw(st.sets(st.sampled_from(["text", "audio"])))),
        capabilities=dict.fromkeys(KEYS) | dict(zip(KEYS, draw(ABILITIES), strict=False)),
        scores=draw(st.dictionaries(st.sampled_from(["agents", "coding"]), st.integers(0, 100))),
        sellers=frozenset(draw(st.sets(st.sampled_from(["azure", "groq", "z.ai"])))),
        states=frozenset(draw(st.sets(st.sampled_from(["priced", "free", "plan", "unknown"])))),
        ids=(),
    )


SHELVES = st.integers(0, 8).flatmap(lambda n: st.tuples(*(rows(place) for place in range(n))))
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
    Choice,
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


@settings(max_examples=60)
@given(SHELVES, CHOICES)
def test_what_is_found_and_counted_is_what_counting_by_hand_gives(shelf_rows, choice):
    narrowed = Narrowed(Sets(Shelf(shelf_rows, {})), choice)
    found = [row for place, row in enumerate(shelf_rows) if narrowed.bits[place] == "1"]
    assert found == [row for row in shelf_rows if fits(row, choice)]
    for facet in FACETS:
        but = "" if facet.every else facet.key
        left = [row for row in shelf_rows if fits(row, choice, but=but)]
        tallied = narrowed.tallied(facet)
        for value, count in tallied.counts:
            assert count == sum(value in facet.of(row) for row in left)


@settings(max_examples=60)
@given(SHELVES, CHOICES)
def test_a_facet_hides_exactly_where_it_would_not_narrow(shelf_rows, choice):
    narrowed = Narrowed(Sets(Shelf(shelf_rows, {})), choice)
    found = [row for row in shelf_rows if fits(row, choice)]
    for facet in FACETS:
        tallied = narrowed.tallied(facet)
        if facet.key not in choice.values:
            kinds = [frozenset(facet.of(row)) for row in found]
            assert bool(tallied.counts) is (len(set(kinds)) > 1)


@settings(max_examples=60)
@given(SHELVES, CHOICES, st.sampled_from(RANGES))
def test_a_range_tells_the_ends_of_what_the_other_choices_leave(shelf_rows, choice, ranged):
    spanned = Narrowed(Sets(Shelf(shelf_rows, {})), choice).spanned(ranged)
    others = Choice(
        choice.values, {k: v for k, v in choice.bounds.items() if k != ranged.key}, choice.since
    )
    known = [ranged.of(row) for row in shelf_rows if fits(row, others)]
    known = [value for value in known if value is not None]
    if spanned.ends:
        assert spanned.ends == (min(known), max(known))
    else:
        assert len(set(known)) < 2


@pytest.mark.parametrize("descending", [True, False])
@settings(max_examples=60)
@given(st.data())
def test_unknowns_come_last_in_both_directions(descending, data):
    shelf_rows = data.draw(SHELVES)
    column = data.draw(st.sampled_from(COLUMNS))
    order = order_of(Shelf(shelf_rows, {}), column, descending=descending)
    values = [column.of(shelf_rows[place]) for place in order]
    known = [value for value in values if value not in (None, "")]
    assert sorted(order) == list(range(len(shelf_rows)))
    assert values[: len(known)] == sorted(known, reverse=descending)
