"""What a refused payload would change: counts, providers, and the biggest differences."""

import json

import pytest

from changelog.refusal_report import (
    LONGEST_VALUE,
    MOST_OF_A_KIND,
    MOST_PROVIDERS,
    ProviderChange,
    ReportedDifference,
    refusal_report,
    report_from_json,
    report_to_json,
)
from tests.payloads import offering, one, payload, read


def offers(number, **fields):
    return {f"m-{n}": offering(f"m-{n}", **fields) for n in range(number)}


def test_it_works():
    before = read(payload(acme=offers(3), beta=offers(1)))
    after = read(payload(acme=offers(2, cost={"input": 1, "output": 0.02})))
    report = refusal_report(before, after)
    assert (report.offers_before, report.offers_after) == (4, 2)
    assert (report.providers_before, report.providers_after) == (2, 1)
    assert report.counts == {"price": 2, "withdrawal": 3}  # beta itself is one of them
    assert report.total == 5
    assert report.providers == [
        ProviderChange("acme", offers=3, gone=1, new=0, changed=2),
        ProviderChange("beta", offers=1, gone=1, new=0, changed=0),
    ]
    price = ReportedDifference("price", "acme", "m-0", "input", "0.01", "1", "9900.00")
    assert price in report.biggest


def test_it_is_stored_as_json_and_read_again():
    report = refusal_report(read(one()), read(one(name="Other")))
    assert report_from_json(json.loads(json.dumps(report_to_json(report)))) == report


def test_equal_payloads_differ_in_nothing():
    report = refusal_report(read(one()), read(one()))
    assert (report.total, report.providers, report.biggest) == (0, [], [])


def test_the_largest_come_first_and_of_each_kind_some():
    prices = {
        f"m-{n}": offering(f"m-{n}", cost={"input": n + 2, "output": 0.02}) for n in range(30)
    }
    one_more = {"new": offering("new")}
    report = refusal_report(
        read(payload(acme=offers(30, cost={"input": 1, "output": 0.02}))),
        read(payload(acme=prices | one_more)),
    )
    kinds = [row.kind for row in report.biggest]
    assert kinds == ["arrival", *["price"] * MOST_OF_A_KIND]
    assert report.biggest[1][2:] == ("m-29", "input", "1", "31", "3000.00")


def test_a_price_from_nothing_is_the_largest():
    before = payload(acme={"a": offering("a", cost=None), "b": offering("b")})
    after = payload(acme={"a": offering("a"), "b": offering("b", cost={"input": 9, "output": 9})})
    (first, *_others) = refusal_report(read(before), read(after)).biggest
    assert (first.provider_model_id, first.old, first.percent) == ("a", "-", "")


def test_it_is_bounded():
    many = {f"p{n:02}": offers(1, name="x" * 200) for n in range(MOST_PROVIDERS + 5)}
    report = refusal_report(read(payload(acme={})), read(payload(acme={}, **many)))
    assert len(report.providers) == MOST_PROVIDERS
    assert report.more_providers == 5
    assert len(report.biggest) == MOST_OF_A_KIND
    renamed = refusal_report(read(one()), read(one(name="x" * 300)))
    assert len(renamed.biggest[0].new) == LONGEST_VALUE


def test_what_cannot_be_read_is_not_gone():
    report = refusal_report(read(one()), read(one(cost={"input": -1})))
    assert report.total == 0


@pytest.mark.parametrize("text", ["<script>", "模", "a'b"])
def test_texts_stay_as_they_are(text):
    assert refusal_report(read(one()), read(one(name=text))).biggest[0].new == text
