"""The findings of a catalogue: where they are, and how many by provider and rule."""

import pytest

from pages.data_quality.findings import findings
from tests.catalog.test_editorial import make_correction
from tests.factories import DAY, data_version, make_model, make_offering, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    make_version()
    model = make_model("meta/m")
    make_offering(model, "acme", "a/b c", context=8, max_output=9, reasoning=True)
    make_offering(model, "beta", "m", context=8, reasoning=True)
    make_offering(model, "gamma", "m", context=8, max_output=10, reasoning=False)
    make_model("meta/gone", withdrawn_on=DAY)


def keys(rows):
    return [(one.rule.key, one.provider) for one in rows]


def test_works(catalogue, django_assert_num_queries):
    with django_assert_num_queries(3):
        found = findings(data_version())
    assert keys(found.rows) == [
        ("flag", "gamma"),
        ("output-above-context", "acme"),
        ("output-above-context", "gamma"),
        ("vanished", ""),
    ]
    assert (found.total(), found.total("flag"), found.total(provider="gamma")) == (4, 1, 2)
    assert keys(found.of("output-above-context", "gamma")) == [("output-above-context", "gamma")]


def test_links_upstreams_file(catalogue):
    [one] = findings(data_version()).of("", "acme")
    assert one.upstream_url == (
        "https://github.com/anomalyco/models.dev/blob/dev/providers/acme/models/a/b%20c.toml"
    )


def test_a_review_is_marked(catalogue):
    about = {"provider": "gamma", "key": "m"}
    make_correction("max_output", verdict="both-right", value=None, **about)
    reviewed = [one.field for one in findings(data_version()).rows if one.reviewed]
    assert reviewed == ["max_output"]


def test_a_model_that_was_deprecated_did_not_vanish(catalogue):
    gone = make_model("meta/told", withdrawn_on=DAY)
    make_offering(gone, "acme", "told", status="deprecated", withdrawn_on=DAY)
    assert [one.path for one in findings(data_version()).of("vanished", "")] == ["meta/gone"]


PRICES = {"input_price": "0.0001", "output_price": "0.0001"}


@pytest.mark.parametrize("field, reviewed", [("prices.output", True), ("context", False)])
def test_a_price_that_is_left_out_of_comparisons(field, reviewed):
    make_version()
    make_offering(make_model("meta/m"), "acme", "m", price_doubt="negligible", **PRICES)
    make_correction(field, verdict="both-right", value=None, provider="acme", key="m")
    [one] = findings(data_version()).of("doubtful-price", "")
    assert (one.provider, one.field, one.reviewed) == ("acme", "prices.input", reviewed)
