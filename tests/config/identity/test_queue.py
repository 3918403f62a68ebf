"""The queue: what is doubtful and open, and the two answers."""

import pytest

from catalog.decisions import DecisionKind
from catalog.domain.match_doubts import Question
from config.identity.decide import Draft
from config.identity.queue import change_draft, keep_draft, matched_offers, open_doubts, queue_item
from tests.factories import make_model, make_offering

pytestmark = pytest.mark.django_db


@pytest.fixture
def outlier():
    """An offer with another price and context than the four others of its model."""
    model = make_model("meta/llama-9")
    for provider in ("a", "b", "c", "d"):
        make_offering(model, provider, input_price="1", output_price="1", context=100_000)
    return make_offering(
        model, "odd", "x/llama-9-turbo", input_price="9", output_price="9", context=8_000
    )


@pytest.fixture
def singleton(outlier):
    return make_offering(
        make_model("meta/llama-9x"), "single", input_price="1", output_price="1", context=100_000
    )


def doubts():
    return open_doubts(matched_offers())


def test_reads_all_offers_in_two_queries(outlier, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(doubts()) == 1


def test_an_outlier_is_kept_or_split_off(outlier):
    (doubt,) = doubts()
    assert keep_draft(doubt) == Draft(DecisionKind.KEEP, "x/llama-9-turbo", "meta/llama-9", "odd")
    assert change_draft(doubt) == Draft(
        DecisionKind.OFFER, "x/llama-9-turbo", "meta/llama-9-turbo", "odd"
    )


def test_a_single_offer_is_kept_apart_or_joined(singleton):
    doubt = next(d for d in doubts() if d.question is Question.SINGLETON)
    assert keep_draft(doubt) == Draft(DecisionKind.KEEP, "meta/llama-9x", "meta/llama-9")
    assert change_draft(doubt) == Draft(DecisionKind.MODEL, "meta/llama-9x", "meta/llama-9")


@pytest.mark.parametrize("answer", [keep_draft, change_draft])
def test_what_is_decided_is_asked_no_more(two_models, take, outlier, answer):
    (doubt,) = doubts()
    draft = answer(doubt)
    if draft.kind is DecisionKind.KEEP:
        take(draft.kind, draft.key, draft.target, draft.provider)
        assert doubts() == []
    else:
        assert queue_item(doubt, matched_offers()).change == draft


def test_the_item_shows_the_others(outlier):
    (doubt,) = doubts()
    item = queue_item(doubt, matched_offers())
    assert [one.provider for one in item.others] == ["a", "b", "c", "d"]
    assert item.is_outlier
    assert len(item.sign_texts) == 2
