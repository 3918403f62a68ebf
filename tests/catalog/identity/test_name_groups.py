"""The offers of each name as evidence: who sells it, at which terms, since when."""

from datetime import date

import pytest

from catalog.identity.name_groups import day_of, resolve
from catalog.identity.rules.steps import DATE_TAIL, SAME_LETTERS
from tests.catalog.identity.factories import make_groups, make_offer, name

X, Y = name("m/x"), name("m/y")


def test_names_come_sorted():
    assert list(make_groups("a m/y\na m/x\nb m/y").names()) == [X, Y]


def test_starting_is_of_one_maker():
    groups = make_groups("a m/x-1\na m/x-2\na m/y\na n/x-3")
    assert groups.starting("m", "x-") == {"x-1", "x-2"}
    assert groups.starting("nobody", "x") == set()


@pytest.mark.parametrize("facts", [{"own": "m/x"}, {"sold_before": "m/x"}])
def test_what_a_maker_sold_once_stays_its_own(facts):
    groups = make_groups("a m/x\na m/y", **facts)
    assert (groups.makers_own(X), groups.makers_own(Y)) == (True, False)


TERMS = {
    "same price": ("a m/x price=2\na m/y price=2", False, True),
    "another price": ("a m/x price=2\na m/y price=3", True, False),
    "other limits": ("a m/x price=2 context=8\na m/y price=2 context=9", False, False),
    "one of several prices": ("a m/x price=2\na m/x price=3\na m/y price=3", False, True),
    "a price of one only": ("a m/x price=2\na m/y", False, False),
    "free": ("a m/x price=0\na m/y price=0", False, False),
    "two providers": ("a m/x price=2\nb m/y price=3", False, False),
    "providers disagree": (
        "a m/x price=2\na m/y price=2\nb m/x price=2\nb m/y price=3", True, False),
}  # fmt: skip


@pytest.mark.parametrize("payload, other, same", TERMS.values(), ids=TERMS)
def test_terms(payload, other, same):
    groups = make_groups(payload)
    assert groups.sold_at_other_terms(X, Y) is other
    assert groups.sold_at_same_terms(X, Y) is same


@pytest.mark.parametrize(
    "days, released",
    [
        (["2027-01-02", "2027-01-05", "2027-01-05"], date(2027, 1, 5)),
        (["2027-01-05", "2027-01-02"], date(2027, 1, 2)),
        (["2027-01", "2027-01-02"], date(2027, 1, 2)),
        (["", "2027"], None),
        ([], None),
    ],
    ids=["most", "the earliest of equals", "a month is no day", "none", "no offer"],
)
def test_released(days, released):
    groups = make_groups("\n".join(f"p{n} m/x day={day}" for n, day in enumerate(days)))
    assert groups.released(X) == released


@pytest.mark.parametrize(
    "sizes, context", [([8, 9, 8], 8), ([8, 9], 9), ([0, 8], 8), ([], None), ([0], None)]
)
def test_context_is_what_most_report_and_the_larger_of_equals(sizes, context):
    groups = make_groups("\n".join(f"p{n} m/x context={size}" for n, size in enumerate(sizes)))
    assert groups.context(X) == context


@pytest.mark.parametrize(
    "reports, thinks",
    [
        ("thinks thinks plain", True),
        ("thinks plain", False),
        ("thinks - -", True),
        ("- -", False),
    ],
    ids=["most", "a tie", "silent ones have no vote", "nobody reports it"],
)
def test_thinks(reports, thinks):
    lines = (f"p{n} m/x {report}" for n, report in enumerate(reports.split()))
    assert make_groups("\n".join(lines)).thinks(X) is thinks


@pytest.mark.parametrize(
    "payload, own, usual",
    [
        ("a m/x\na m/y\nb m/y", "", Y),
        ("a m/x\na m/y\nb m/y", "m/x", X),
        ("a m/x\nb m/y", "", X),
        ("a m/y\na m/y\nb m/x", "", X),
    ],
    ids=["more providers", "the maker's own", "the first of equals", "one provider twice"],
)
def test_sold_by_more(payload, own, usual):
    assert make_groups(payload, own=own).sold_by_more([X, Y]) == usual


@pytest.mark.parametrize(
    "facts, priced", [(["price=2"], True), (["price=0"], False), ([], False), (["thinks"], False)]
)
def test_an_offer_is_priced_above_zero(facts, priced):
    assert make_offer("a", *facts).priced is priced


@pytest.mark.parametrize(
    "text, day",
    [("2027-01-02", date(2027, 1, 2)), ("2027-01", None), ("2027-02-30", None), ("", None)],
)
def test_day_of(text, day):
    assert day_of(text) == day


@pytest.mark.parametrize(
    "joined, last, steps",
    [
        ({}, X, ()),
        ({X: (Y, DATE_TAIL)}, Y, (DATE_TAIL,)),
        ({X: (Y, DATE_TAIL), Y: (name("m/z"), SAME_LETTERS)}, name("m/z"), (DATE_TAIL, SAME_LETTERS)),
        ({X: (Y, DATE_TAIL), Y: (X, SAME_LETTERS)}, Y, (DATE_TAIL,)),
        ({X: (Y, DATE_TAIL), Y: (name("m/z"), DATE_TAIL)}, name("m/z"), (DATE_TAIL,)),
    ],
    ids=["not joined", "once", "twice", "a circle ends", "each step once"],
)  # fmt: skip
def test_resolve_follows_names_to_the_last(joined, last, steps):
    assert resolve(joined, X) == (last, steps)
