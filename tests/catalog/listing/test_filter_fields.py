"""The fields of the filter form: options, what is hidden, and ranges."""

from decimal import Decimal

import pytest

from catalog.listing.facets import FACET_BY_KEY, FilteredSet
from catalog.listing.filter_fields import MOST_SHOWN, SHOWN, facet_group, range_fields
from tests.catalog.listing.factories import make_facets, make_row, read


def group(facets, key, query=""):
    list_query = read(facets, query)
    filtered = FilteredSet(facets, list_query.choice)
    return facet_group(FACET_BY_KEY[key], facets, filtered, list_query)


def fields(facets, query=""):
    list_query = read(facets, query)
    found = range_fields(FilteredSet(facets, list_query.choice), list_query)
    return {field.range.key: field for field in found}


def many(count):
    return make_facets(*(make_row(f"m{n:03}/x") for n in range(count)))


def test_an_option_has_its_name_count_and_slug():
    facets = make_facets(make_row(family="a b"), make_row("xai/grok", family="a b"), make_row())
    (option,) = group(facets, "family").options
    assert (option.label, option.slug, option.count, option.chosen) == ("a b", "a%20b", 2, False)


def test_values_from_the_data_come_by_frequency():
    facets = make_facets(make_row(), make_row("xai/a"), make_row("xai/b"))
    assert [option.value for option in group(facets, "maker").options] == ["xai", "meta"]


def test_values_known_in_advance_keep_their_order():
    flags = [None, None, None, False, False, True]
    facets = make_facets(*(make_row(capabilities={"vision": flag}) for flag in flags))
    options = [(option.value, option.count) for option in group(facets, "vision").options]
    assert options == [("yes", 1), ("no", 2), ("silent", 3)]


def test_a_value_unknown_to_the_table_comes_last():
    statuses = ("sunset", "sunset", "deprecated", "beta", "")
    facets = make_facets(*(make_row(status=status) for status in statuses))
    values = [option.value for option in group(facets, "status").options]
    assert values == ["current", "beta", "deprecated", "sunset"]


@pytest.mark.parametrize(
    "count, query, shown, hidden, more",
    [
        (SHOWN, "", SHOWN, 0, ""),
        (SHOWN + 3, "", SHOWN, 3, "?more=maker"),
        (SHOWN + 3, "more=maker", SHOWN + 3, 0, ""),
        (SHOWN + 3, "maker=m012", SHOWN + 1, 2, "?maker=m012&more=maker"),
        (MOST_SHOWN + 1, "more=maker", MOST_SHOWN, 1, ""),
    ],
    ids=["few", "many", "opened", "a chosen one is never hidden", "too many for a page"],
)
def test_a_long_facet_hides_the_rest(count, query, shown, hidden, more):
    found = group(many(count), "maker", query)
    assert (len(found.options), found.hidden, found.more) == (shown, hidden, more)


def test_an_opened_facet_can_be_closed_by_its_link():
    found = group(many(SHOWN + 1), "maker", "more=maker")
    assert (found.opened, found.more) == (True, "")


def test_a_facet_that_would_not_filter_has_no_options():
    assert group(make_facets(make_row(), make_row()), "maker").options == ()


PRICED = make_facets(make_row(blended=Decimal(1)), make_row(blended=Decimal("2.5")))


@pytest.mark.parametrize(
    "query, typed, wrong",
    [
        ("", ("", ""), ""),
        ("blended-max=2", ("", "2"), ""),
        ("blended-min=0.50&blended-max=2", ("0.5", "2"), ""),
        ("blended-max=cheap", ("", "cheap"), "cheap"),
        ("blended-min=a&blended-max=b", ("a", "b"), "a"),
    ],
)
def test_a_bound_goes_back_into_its_field(query, typed, wrong):
    field = fields(PRICED, query)["blended"]
    assert (field.typed, field.wrong) == (typed, wrong)


def test_a_range_shows_the_ends_that_other_filters_leave():
    assert fields(PRICED)["blended"].ends == (1, Decimal("2.5"))
    assert fields(PRICED, "blended-max=2")["blended"].ends == (1, Decimal("2.5"))


def test_a_range_of_one_value_has_no_ends():
    assert fields(make_facets(make_row(context=8000)))["context"].ends is None
