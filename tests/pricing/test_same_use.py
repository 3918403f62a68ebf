from dataclasses import replace

import pytest

from catalog.domain.similarity import SimilarModel
from pricing.same_use import Difference, Fact, UseFacts, gains, has_scores, is_for_same_use, lost

MODEL = SimilarModel(
    "openai/gpt-5",
    inputs=frozenset({"text"}),
    outputs=frozenset({"text"}),
    capabilities=frozenset({"tool-calling"}),
    context=128_000,
    scores=(80, 60),
)
NOW = UseFacts(MODEL, 16_000, frozenset({"tool-calling"}), ("agents", "coding"))


def other(max_output=16_000, supported=(), rubrics=NOW.rubrics, **values):
    return UseFacts(replace(MODEL, path="x/y", **values), max_output, frozenset(supported), rubrics)


def test_it_works():
    assert is_for_same_use(NOW, other())


@pytest.mark.parametrize(
    "facts",
    [
        other(kind="rerank"),
        other(outputs=frozenset({"image"})),
        other(inputs=frozenset()),
        other(capabilities=frozenset()),
        other(context=64_000),
        other(context=None),
        other(max_output=8000),
        other(max_output=None),
        other(deprecated=True),
        other(scores=(74, 60)),
        other(scores=(), rubrics=()),
    ],
)
def test_an_offer_that_does_less_is_for_another_use(facts):
    assert not is_for_same_use(NOW, facts)


@pytest.mark.parametrize(
    "facts, slack, fits",
    [
        (other(scores=(75, 55)), 5, True),
        (other(scores=(75, 54)), 5, False),
        (other(scores=(79, 60)), 0, False),
        (other(scores=(0, 0)), 100, True),
        (other(context=10**6, inputs=frozenset({"text", "image"})), 5, True),
    ],
)
def test_the_reader_sets_the_floor_of_fit_scores(facts, slack, fits):
    assert is_for_same_use(NOW, facts, slack) is fits


def test_a_model_without_scores_or_limits_requires_none():
    bare = UseFacts(replace(MODEL, context=None, scores=()))
    assert is_for_same_use(bare, other(context=None, max_output=None, scores=(), rubrics=()))
    assert has_scores(bare, other(), 0)


def test_says_what_is_gained_and_lost():
    new = other(
        max_output=8000,
        supported=("tool-calling", "reasoning"),
        inputs=frozenset({"text", "image", "video"}),
        context=200_000,
        scores=(90, 58),
    )
    assert list(gains(NOW, new)) == [
        Difference(Fact.CAPABILITY, "reasoning"),
        Difference(Fact.INPUT, "video"),
        Difference(Fact.CONTEXT, "", 128_000, 200_000),
        Difference(Fact.SCORE, "agents", 80, 90),
    ]
    assert list(lost(NOW, new)) == [
        Difference(Fact.OUTPUT, "", 16_000, 8000),
        Difference(Fact.SCORE, "coding", 60, 58),
    ]


def test_what_one_does_not_report_is_no_difference():
    assert list(gains(NOW, other(max_output=None, context=None, scores=(), rubrics=()))) == []
    assert list(gains(NOW, NOW)) == []
