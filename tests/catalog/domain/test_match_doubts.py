"""Which matches are doubtful, and how much."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.match_doubts import (
    LEAST_DOUBT,
    MatchedOffer,
    Question,
    Sign,
    match_doubts,
    numbers,
    proposed_path,
    signs_of,
)


def offer(provider="a", price="1", context=100_000, released="2025-01", model_id="m"):
    return MatchedOffer(provider, model_id, Decimal(price) if price else None, context, released)


LARGE = [offer(provider) for provider in "abcde"]


@pytest.mark.parametrize(
    "odd, signs",
    [
        (offer(), ()),
        (offer(price="2.9"), ()),
        (offer(price="3.1"), (Sign.PRICE,)),
        (offer(price="0.3"), (Sign.PRICE,)),
        (offer(price=None), ()),
        (offer(context=210_000), (Sign.CONTEXT,)),
        (offer(context=128_000), ()),
        (offer(context=None), ()),
        (offer(released="2024-12"), (Sign.RELEASED,)),
        (offer(released=""), ()),
        (
            offer(price="9", context=9_000, released="2023"),
            (Sign.PRICE, Sign.CONTEXT, Sign.RELEASED),
        ),
    ],
)
def test_signs(odd, signs):
    assert signs_of(odd, LARGE) == signs


def test_an_outlier_is_doubtful():
    odd = offer("z", price="9", context=9_000)
    (doubt,) = match_doubts({"meta/m": [*LARGE, odd]})
    assert (doubt.question, doubt.offer, doubt.path) == (Question.OUTLIER, odd, "meta/m")


def test_one_sign_alone_is_not_enough_unless_the_price_is_very_far():
    assert match_doubts({"meta/m": [*LARGE, offer("z", context=9_000)]}) == []
    assert match_doubts({"meta/m": [*LARGE, offer("z", price="100")]})


def test_two_offers_that_differ_do_not_say_which_is_wrong():
    assert match_doubts({"meta/m": [offer(), offer(price="99", context=1)]}) == []


def test_a_single_offer_beside_a_large_model_is_doubtful():
    (doubt,) = match_doubts({"meta/llama-3-chat": [offer("z")], "meta/llama-3-chats": LARGE})
    assert (doubt.question, doubt.path, doubt.beside) == (
        Question.SINGLETON,
        "meta/llama-3-chat",
        "meta/llama-3-chats",
    )


@pytest.mark.parametrize(
    "single, large",
    [
        ("meta/llama-3-8b", "meta/llama-3-70b"),
        ("meta/llama-3", "meta/llama-4"),
        ("meta/abc", "meta/wholly-different"),
        ("meta/llama-3-chat", "other/llama-3-chats"),
    ],
    ids=["size", "generation", "name", "maker"],
)
def test_names_apart_are_no_question(single, large):
    assert match_doubts({single: [offer("z")], large: LARGE}) == []


def test_facts_that_differ_make_one_model_less_likely():
    alike = {"meta/abcdefgh-x": [offer("z")], "meta/abcdefgh-y": LARGE}
    other = {"meta/abcdefgh-x": [offer("z", context=9)], "meta/abcdefgh-y": LARGE}
    (first,), (second,) = match_doubts(alike), match_doubts(other)
    assert first.doubt > second.doubt


def test_the_most_doubtful_is_first():
    some, more = offer("y", price="9", context=9_000), offer("z", "50", 9_000, "2020")
    doubts = match_doubts({"meta/m": [*LARGE, some], "meta/n": [*LARGE, more]})
    assert [doubt.offer.provider for doubt in doubts] == ["z", "y"]


@pytest.mark.parametrize(
    "slug, path",
    [("m-turbo", "meta/m-turbo"), ("m", "meta/m-z"), ("", "meta/m-z")],
    ids=["its own name", "the same name", "no name"],
)
def test_proposed_path(slug, path):
    (doubt,) = match_doubts({"meta/m": [*LARGE, offer("z", price="9", context=9_000)]})
    assert proposed_path(doubt, slug) == path


def test_numbers():
    assert numbers("llama-3-2-70b") == ["3", "2", "70"]


offers = st.builds(
    MatchedOffer,
    st.text("abc", min_size=1, max_size=2),
    st.text(max_size=3),
    st.none() | st.decimals(0, 10**6, places=3),
    st.none() | st.integers(0, 10**7),
    st.sampled_from(["", "2024", "2025-01-01", "x"]),
)
paths = st.sampled_from(["a/b", "a/bc", "a/bcd", "b/", "c"])


@given(st.dictionaries(paths, st.lists(offers, min_size=1, max_size=7)))
def test_any_offers_are_judged_between_0_and_1(models):
    doubts = match_doubts(models)
    assert all(LEAST_DOUBT <= doubt.doubt <= 1 for doubt in doubts)
    assert doubts == sorted(doubts, key=lambda one: -one.doubt)
