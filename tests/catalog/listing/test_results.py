"""The results of a list query: order, pages, columns, headings and chips."""

import pytest

from catalog.listing.bitset import BitSet
from catalog.listing.results import MOST_FAMILIES, PAGE_SIZE, ListResults
from tests.catalog.listing.factories import make_facets, make_row, read, results_of

FACETS = make_facets(
    make_row("meta/llama", released="2024-07", family="llama", context=8000),
    make_row("openai/gpt", released="2025-08", family="gpt", context=400_000, scores={"coding": 9}),
    make_row("xai/grok", family="grok", context=256_000),
)


def paths(results):
    return [row.path for row in results.rows]


@pytest.mark.parametrize(
    "query, expected",
    [
        ("", "openai/gpt meta/llama xai/grok"),
        ("sort=name", "openai/gpt xai/grok meta/llama"),
        ("sort=-context", "openai/gpt xai/grok meta/llama"),
        ("sort=context", "meta/llama xai/grok openai/gpt"),
        ("sort=-score-coding", "openai/gpt meta/llama xai/grok"),
        ("q=grok", "xai/grok"),
        ("sort=match", "openai/gpt meta/llama xai/grok"),
        ("maker=meta&maker=xai", "meta/llama xai/grok"),
    ],
)
def test_rows_are_in_order(query, expected):
    assert paths(results_of(FACETS, query)) == expected.split()


def test_rows_are_those_within_a_set():
    results = ListResults(FACETS, read(FACETS), BitSet.of([0, 2]))
    assert paths(results) == ["meta/llama", "xai/grok"]


@pytest.mark.parametrize("page, number", [("1", 1), ("2", 2), ("99", 2), ("-1", 1), ("x", 1)])
def test_a_page_out_of_range_is_the_nearest(page, number):
    facets = make_facets(*(make_row(f"meta/m{n}") for n in range(PAGE_SIZE + 1)))
    results = results_of(facets, f"page={page}")
    assert results.page.number == number
    assert len(results.page) == (PAGE_SIZE if number == 1 else 1)


@pytest.mark.parametrize(
    "query, families",
    [
        ("", []),
        ("family=gpt", [("Openai", "gpt", "/makers/openai/gpt/")]),
        ("family=gpt&maker=meta", []),
    ],
)
def test_links_to_the_chosen_families_among_the_results(query, families):
    assert results_of(FACETS, query).families == families


def test_links_to_a_limited_number_of_families():
    facets = make_facets(*(make_row(f"m{n}/x", family="x") for n in range(MOST_FAMILIES + 1)))
    assert len(results_of(facets, "family=x").families) == MOST_FAMILIES


def test_a_family_without_a_letter_has_no_link():
    assert results_of(make_facets(make_row(family="…")), "family=…").families == []


@pytest.mark.parametrize(
    "query, last, usual",
    [
        ("", "released", True),
        ("sort=-context", "released", True),
        ("sort=-channels", "channels", False),
        ("col=maker", "maker", False),
        ("col=maker&sort=-score-coding", "score-coding", False),
    ],
)
def test_shows_the_column_that_the_list_is_sorted_by(query, last, usual):
    results = results_of(FACETS, query)
    shown = [column.key for column in results.columns]
    assert (last in shown, results.default_columns) == (True, usual)


@pytest.mark.parametrize(
    "query, key, link, now",
    [
        ("", "context", "?sort=-context", ""),
        ("", "input", "?sort=input", ""),
        ("", "released", "?sort=released", "descending"),
        ("sort=released", "released", "", "ascending"),
        ("sort=input&page=3", "input", "?sort=-input", "ascending"),
        ("q=gpt", "released", "?q=gpt&sort=-released", ""),
    ],
)
def test_a_heading_sorts_and_a_second_click_turns_the_order(query, key, link, now):
    (heading,) = [h for h in results_of(FACETS, query).headings if h.key == key]
    assert (heading.query, heading.sorted) == (link, now)


def test_capabilities_are_a_group_of_their_own():
    results = results_of(FACETS)
    assert all(group.facet.capability for group in results.capabilities)
    assert [group.facet.key for group in results.groups][:3] == ["kind", "maker", "provider"]


def test_minimum_scores_have_each_rubric():
    assert results_of(FACETS).minimum_scores == [("coding", "")]
    assert results_of(FACETS, "score-coding=5").minimum_scores == [("coding", 5)]


def test_a_chip_removes_one_filter_and_goes_to_the_first_page():
    chips = results_of(FACETS, "maker=meta&since=2024&page=2").chips
    assert [(chip.value, chip.query) for chip in chips] == [
        ("Meta", "?since=2024"),
        ("2024", "?maker=meta"),
    ]


def test_only_an_empty_list_counts_what_removing_a_filter_leaves():
    assert [chip.count for chip in results_of(FACETS, "maker=meta&since=2024").chips] == [0, 0]
    empty = results_of(FACETS, "maker=xai&since=2024")
    assert [chip.count for chip in empty.chips] == [2, 1]


def test_a_filter_that_leaves_nothing_when_removed_is_not_suggested():
    empty = results_of(FACETS, "maker=xai&since=2024&context-max=1")
    assert empty.removable_filters == []
