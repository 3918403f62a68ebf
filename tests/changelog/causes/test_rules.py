"""The table of rules: which changes have one cause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changelog.causes.entries import lines_of
from changelog.causes.rules import EVERY_KIND, RULES, Cause, events_of
from changelog.diff import Kind
from tests.changelog.causes.factories import at, cut, of_provider


def told(*entries):
    return [(event.cause, len(event.lines)) for event in events_of(lines_of(entries))]


def limit(provider, model=1, **given):
    values = {"kind": Kind.LIMIT, "field": "context", "old": 1, "new": 2}
    return at(provider, model, **values | given)


def date_edit(provider, model=1, **given):
    return at(provider, model, **{"kind": Kind.DATE, "field": "released", "new": "2026"} | given)


def arrival(provider, model=1, **given):
    return at(provider, model, **{"kind": Kind.ARRIVAL, "field": ""} | given)


def gone(provider, model=1, **given):
    return at(provider, model, **{"kind": Kind.WITHDRAWAL, "field": ""} | given)


CASES = [
    ("a cut that resellers follow", [cut(1, own=True), cut(2, new="1.5")], [(Cause.PRICE, 2)]),
    ("a cut at many", [cut(1), cut(2, new="1.4"), cut(3)], [(Cause.PRICE, 3)]),
    ("the same new price", [cut(1), cut(2)], [(Cause.PRICE, 2)]),
    ("two cuts by chance", [cut(1), cut(2, new="1.5")], [(Cause.PRICE, 2)]),
    ("a cut and a rise", [cut(1), cut(2, direction="up", percent=9)], [(Cause.PRICE, 1)] * 2),
    (
        "prices without an old one",
        [cut(n, old=None, new=str(n), percent=None, direction="") for n in (1, 2, 3)],
        [(Cause.PRICE, 1)] * 3,
    ),
    ("doubtful", [cut(1, own=True), cut(2, doubtful=True)], [(Cause.PRICE, 1), (Cause.OFFER, 1)]),
    ("a price list", [cut(1, model) for model in range(5)], [(Cause.PRICE_LIST, 5)]),
    (
        "a maker's cut among a reseller's price list",
        [cut(9, 1, own=True), *(cut(1, model) for model in range(6))],
        [(Cause.PRICE, 2), (Cause.PRICE_LIST, 5)],
    ),
    ("a release", [arrival(n, new_model=True) for n in (1, 2)], [(Cause.MODEL_ADDED, 2)]),
    ("an old model by chance", [arrival(1), arrival(2)], [(Cause.OFFERS_ADDED, 1)] * 2),
    ("an old model at three", [arrival(n) for n in (1, 2, 3)], [(Cause.MODEL_ADDED, 3)]),
    ("additions of a provider", [arrival(1, n) for n in (1, 2)], [(Cause.OFFERS_ADDED, 2)]),
    ("a model is gone", [gone(n) for n in (1, 2, 3)], [(Cause.MODEL_GONE, 3)]),
    ("removals of a provider", [gone(1, n) for n in (1, 2)], [(Cause.OFFERS_GONE, 2)]),
    (
        "an edit of a maker's models",
        [limit(n, n) for n in (1, 2, 3)],
        [(Cause.MAKER_EDIT, 3)],
    ),
    ("an edit of one model", [limit(1, own=True), limit(2, old=0)], [(Cause.MODEL_EDIT, 2)]),
    ("the same edit", [limit(1), limit(2)], [(Cause.MODEL_EDIT, 2)]),
    ("another edit", [limit(1), limit(2, old=0)], [(Cause.OFFER, 1)] * 2),
    (
        "an import",
        [limit(1, n, field=field, new=n) for n in range(5) for field in ("context", "max_output")]
        + [date_edit(1, n) for n in range(5)],
        [(Cause.BULK_EDIT, 10), (Cause.DETAILS, 5)],
    ),
    ("one field", [limit(1, n, new=n) for n in range(3)], [(Cause.FIELD_EDIT, 3)]),
    ("dates", [date_edit(1, 1), date_edit(1, 2, new="2025")], [(Cause.DETAILS, 2)]),
    ("one date", [date_edit(1)], [(Cause.OFFER, 1)]),
    ("matching", [at(n, n, kind=Kind.REGROUPING) for n in (1, 2)], [(Cause.MATCHING, 2)]),
    (
        "corrections",
        [at(1, kind=Kind.CORRECTION, field=field) for field in ("context", "input")],
        [(Cause.CORRECTION, 1)] * 2,
    ),
    ("the rest of an offer", [limit(1), date_edit(1)], [(Cause.OFFER, 2)]),
    ("of a provider", [of_provider(1, kind=Kind.RENAME, field="name")], [(Cause.OFFER, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "events"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_causes(entries, events):
    assert told(*entries) == events


def test_the_maker_leads_then_what_moved_furthest():
    own, far, near = cut(3, own=True), cut(2, percent=-90), cut(1, percent=-10)
    (event,) = events_of(lines_of([near, far, own]))
    assert [line.first for line in event.lines] == [own, far, near]


def test_the_table_takes_every_kind():
    assert RULES[-1].kinds == EVERY_KIND
    elsewhere = {
        *(Cause.BLIP, Cause.PROVIDER_RENAMED, Cause.ID_RENAMED),
        *(Cause.PROVIDER_ADDED, Cause.PROVIDER_GONE),
    }
    assert {rule.cause for rule in RULES} | elsewhere == set(Cause)


KINDS = st.sampled_from(list(Kind))


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), KINDS), max_size=40))
def test_every_line_is_in_exactly_one_event(given):
    lines = lines_of(at(provider, model, kind=kind) for provider, model, kind in given)
    in_events = [id(line) for event in events_of(lines) for line in event.lines]
    assert sorted(in_events) == sorted(id(line) for line in lines)
