"""The rules: points at their borders, ranges, and the table's completeness."""

from dataclasses import fields, replace
from decimal import Decimal
from math import log10

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.score_inputs import ScoreInputs
from scoring.rules import (
    BY_KEY,
    FACT_NAMES,
    RUBRICS,
    State,
    log_share,
    points_by_rubric,
    score,
    scores,
    whole,
)

LLAMA_1B = ScoreInputs(
    tool_calling=False,
    structured_output=None,
    reasoning=False,
    temperature=True,
    context=16_384,
    max_output=8_192,
    providers=5,
    blended=Decimal("0.01"),
    has_cache_price=False,
    conflicts=2,
    official=True,
)


@pytest.mark.parametrize(
    ("rubric", "total", "points"),
    [
        ("coding", 5, [0, 0, 0, 0, 5]),
        ("agents", 10, [0, 0, 0, 5, 5]),
        ("structured-output", 30, [0, 0, 10, 20]),
        ("cost-efficiency", 95, [95, 0]),
        ("long-context", 0, [0]),
        ("production-readiness", 74, [25, 20, 8, 6, 15]),
    ],
)
def test_scores_the_reference_page(rubric, total, points):
    got = score(BY_KEY[rubric], LLAMA_1B)
    assert [result.points for result in got.results] == points
    assert got.points == total


def test_scores_keep_the_order_of_the_table():
    assert [got.rubric for got in scores(LLAMA_1B)] == list(RUBRICS)


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.key)
def test_every_rubric_is_complete(rubric):
    assert sum(criterion.points for criterion in rubric.criteria) == 100
    assert len({criterion.key for criterion in rubric.criteria}) == len(rubric.criteria)
    assert all(
        criterion.rule.formula % (criterion.terms | {"fact": FACT_NAMES[criterion.fact]})
        for criterion in rubric.criteria
    )


def test_every_input_has_a_name():
    derived = ["price_published"]
    assert sorted(FACT_NAMES) == sorted([field.name for field in fields(ScoreInputs)] + derived)


def points_of(rubric, key, **inputs):
    results = score(BY_KEY[rubric], ScoreInputs(**inputs)).results
    return next(result.points for result in results if result.criterion.key == key)


@pytest.mark.parametrize(
    ("context", "coding", "long", "production"),
    [
        (7_999, 0, 0, 0),
        (8_000, 0, 0, 8),
        (8_192, 0, 0, 8),
        (31_999, 0, 0, 8),
        (32_000, 0, 0, 12),
        (99_999, 0, 0, 12),
        (100_000, 0, 50, 12),
        (127_999, 2, 55, 12),
        (128_000, 2, 55, 15),
        (200_000, 6, 65, 15),
        (1_000_000, 20, 100, 15),
        (10_000_000, 20, 100, 15),
    ],
)
def test_context_borders(context, coding, long, production):
    assert points_of("coding", "context", context=context) == coding
    assert points_of("long-context", "context", context=context) == long
    assert points_of("production-readiness", "context", context=context) == production


@pytest.mark.parametrize(
    ("blended", "points"),
    [
        ("0.009", 95),
        ("0.01", 95),
        ("0.1", 71),  # 95 × 3/4 = 71.25
        ("0.9999999", 48),  # a hair above 47.5
        ("1", 48),  # 47.5 exactly, half up
        ("1.00000001", 47),  # a hair below 47.5
        ("10", 24),  # 95 × 1/4 = 23.75
        ("99.9", 0),
        ("100", 0),
        ("1000", 0),
    ],
)
def test_price_borders_round_half_up(blended, points):
    assert points_of("cost-efficiency", "price", blended=Decimal(blended)) == points


@pytest.mark.parametrize(
    ("limit", "points"), [(4096, 0), (4389, 0), (4390, 1), (8192, 5), (16_384, 10), (32_768, 15)]
)
def test_output_limit_borders(limit, points):
    assert points_of("agents", "max_output", max_output=limit) == points


@pytest.mark.parametrize(
    ("count", "of_ten", "of_forty"), [(0, 0, 0), (1, 1, 5), (8, 8, 40), (99, 10, 40)]
)
def test_provider_points_are_capped(count, of_ten, of_forty):
    assert points_of("coding", "availability", providers=count) == of_ten
    assert points_of("production-readiness", "providers", providers=count) == of_forty


@pytest.mark.parametrize(("conflicts", "points"), [(0, 10), (1, 8), (3, 4), (5, 0), (9, 0)])
def test_conflict_points_stop_at_zero(conflicts, points):
    assert points_of("production-readiness", "conflicts", conflicts=conflicts) == points


def test_unreported_inputs_earn_nothing_and_widen_the_range():
    got = score(BY_KEY["agents"], replace(LLAMA_1B, max_output=None))
    assert (got.points, got.upper) == (5, 45)
    assert [r.criterion.key for r in got.unknown] == ["structured_output", "max_output"]


def test_the_range_closes_when_every_input_is_reported():
    got = score(BY_KEY["agents"], replace(LLAMA_1B, structured_output=True))
    assert (got.points, got.upper, got.unknown) == (35, 35, ())


def test_price_criteria_without_a_published_price():
    unpriced = replace(LLAMA_1B, blended=None, has_cache_price=None)
    cost = score(BY_KEY["cost-efficiency"], unpriced)
    assert [result.state for result in cost.results] == [State.NOT_REPORTED] * 2
    assert (cost.points, cost.upper) == (0, 100)
    assert score(BY_KEY["production-readiness"], unpriced).results[1].state is State.NOT_MET


def test_states_of_a_criterion():
    got = score(BY_KEY["production-readiness"], replace(LLAMA_1B, conflicts=9, context=None))
    assert [result.state.value for result in got.results] == [
        "partly",
        "met",
        "not-reported",
        "not-met",
        "met",
    ]


@pytest.mark.parametrize(("points", "rounded"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.4999", 2)])
def test_half_a_point_rounds_up(points, rounded):
    assert whole(Decimal(points)) == rounded


flag = st.none() | st.booleans()
limit = st.none() | st.integers(1, 10**8)
usd = st.none() | st.decimals(min_value="0.000001", max_value=100_000, places=6)
count = st.integers(0, 300)
inputs = st.builds(
    ScoreInputs, flag, flag, flag, flag, limit, limit, count, usd, flag, count, st.booleans(),
)  # fmt: skip


@given(inputs)
def test_scores_stay_within_their_range(known):
    for got in scores(known):
        assert 0 <= got.points <= got.upper <= 100
        assert all(0 <= result.points <= result.criterion.points for result in got.results)


@given(inputs, inputs)
def test_the_range_holds_whatever_is_reported_later(known, learned):
    gaps = [f.name for f in fields(ScoreInputs) if getattr(known, f.name) is None]
    filled = replace(known, **{name: getattr(learned, name) for name in gaps})
    for before, after in zip(scores(known), scores(filled), strict=True):
        # "No published price" is a fact, not a gap: a price that comes later is a change.
        if any(result.criterion.fact == "price_published" for result in before.results):
            continue
        assert before.points <= after.points <= before.upper


@given(st.decimals("0.0001", "100000", places=4), st.sampled_from([("0.1", 10), ("0.01", 100)]))
def test_the_logarithm_agrees_with_floats(value, bounds):
    low, high = Decimal(bounds[0]), Decimal(bounds[1])
    expected = log10(value / low) / log10(high / low)
    assert float(log_share(value, low, high)) == pytest.approx(min(1, max(0, expected)), abs=1e-12)


def test_points_by_rubric_are_those_of_the_scores_in_order_of_keys():
    inputs = ScoreInputs(context=200_000, providers=4)
    earned = {one.rubric.key: one.points for one in scores(inputs)}
    assert list(points_by_rubric(inputs).items()) == sorted(earned.items())
