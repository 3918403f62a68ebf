"""What goes and comes under another name."""

from changelog.causes.entries import lines_of
from changelog.causes.moves import take_moves
from changelog.causes.rules import Cause
from changelog.diff import Kind
from tests.changelog.causes.factories import at, of_provider


def come(provider, model=1, **given):
    return at(provider, model, kind=Kind.ARRIVAL, field="", **given)


def go(provider, model=1, **given):
    return at(provider, model, kind=Kind.WITHDRAWAL, field="", **given)


def whole(make, provider, kind, ids):
    """Return the changes of a provider that comes or goes with all its offers."""
    offers = (make(provider, n, provider_model_id=own) for n, own in enumerate(ids))
    return [of_provider(provider, kind=kind), *offers]


def causes(*entries):
    told = take_moves(lines_of(entries))
    return [(event.cause, len(event.lines)) for event in told.events], len(told.left)


def test_a_provider_with_another_key():
    old, new = "abcde", "abcdf"
    entries = [*whole(go, 1, Kind.WITHDRAWAL, old), *whole(come, 2, Kind.ARRIVAL, new)]
    assert causes(*entries) == ([(Cause.PROVIDER_RENAMED, 12)], 0)


def test_the_new_provider_leads_then_the_old_one():
    entries = [*whole(go, 1, Kind.WITHDRAWAL, "ab"), *whole(come, 2, Kind.ARRIVAL, "ab")]
    (event,) = take_moves(lines_of(entries)).events
    assert [line.first.provider for line in event.lines[:2]] == [2, 1]


def test_another_provider_with_other_offers():
    entries = [*whole(go, 1, Kind.WITHDRAWAL, "abcde"), *whole(come, 2, Kind.ARRIVAL, "abfgh")]
    assert causes(*entries) == ([(Cause.PROVIDER_ADDED, 6), (Cause.PROVIDER_GONE, 6)], 0)


def test_an_offer_with_another_id():
    prices = {"input": "1", "output": "2"}
    entries = [
        go(1, provider_model_id="a", old=prices),
        come(1, provider_model_id="b", new=dict(reversed(prices.items()))),
    ]
    assert causes(*entries) == ([(Cause.ID_RENAMED, 2)], 0)


def test_another_price_or_model_is_another_offer():
    other_price = [go(1, old={"input": "1"}), come(1, new={"input": "2"})]
    assert causes(*other_price) == ([], 2)
    assert causes(go(1, 1), come(1, 2)) == ([], 2)


def test_each_offer_that_went_has_one_successor():
    assert causes(go(1), come(1), come(1)) == ([(Cause.ID_RENAMED, 2)], 1)
