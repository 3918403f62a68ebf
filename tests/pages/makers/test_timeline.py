from datetime import date
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from pages.makers.timeline import timeline


class One(NamedTuple):
    name: str
    released: str


def shape(items):
    return [
        (year.number, [(month.first, [one.name for one in month.items]) for month in year.months])
        for year in timeline(items)
    ]


def test_groups_releases_by_year_and_month():
    found = shape([One("a", "2024-03-01"), One("b", "2025-01-31"), One("c", "2024-03-20")])
    assert found == [
        (2025, [(date(2025, 1, 1), ["b"])]),
        (2024, [(date(2024, 3, 1), ["c", "a"])]),
    ]


def test_vaguer_dates_come_later():
    found = shape([One("a", ""), One("b", "2024"), One("c", "2024-01"), One("d", "2024-01-02")])
    assert found == [
        (2024, [(date(2024, 1, 1), ["d", "c"]), (None, ["b"])]),
        (None, [(None, ["a"])]),
    ]


def test_items_of_one_day_keep_their_order():
    assert shape([One("a", "2024-01-02"), One("b", "2024-01-02")])[0][1][0][1] == ["a", "b"]
    assert timeline([]) == []


days = st.sampled_from(["", "2023", "2023-11", "2023-11-30", "2024-02", "2024-02-29", "2025"])


@given(st.lists(st.builds(One, st.text(max_size=3), days)))
def test_holds_every_item_once_in_descending_order(items):
    years = timeline(items)
    shown = [one for year in years for month in year.months for one in month.items]
    assert sorted(shown) == sorted(items)
    assert [one.released for one in shown] == sorted((i.released for i in items), reverse=True)
    assert sum(year.count for year in years) == len(items)
    assert len({year.number for year in years}) == len(years)
