"""What an offer charges beyond its table's columns, as sentences."""

from decimal import Decimal

import pytest
from django.utils import translation

from catalog.models import Offering, Provider
from pages.model_page.offer_notes import offer_notes, tier_note

ACME = Provider(key="acme", name="Acme")


def notes(**facts):
    return list(offer_notes(Offering(provider=ACME, **facts)))


def tier(**prices):
    return {"above": 200_000, "prices": prices}


@pytest.mark.parametrize(
    "facts, sentences",
    [
        ({}, []),
        ({"input_price": Decimal(3)}, []),
        ({"reasoning_price": Decimal(3)}, ["Acme charges $3.00 per 1M reasoning tokens."]),
        ({"reasoning_price": Decimal(0)}, ["Acme charges $0.000 per 1M reasoning tokens."]),
        ({"tiers": [{"above": 200_000, "prices": {}}]}, []),
    ],
    ids=["nothing", "a column's price", "reasoning", "zero is a price", "a tier without prices"],
)
def test_a_price_without_a_column_has_a_sentence(facts, sentences):
    assert notes(**facts) == sentences


def test_sentences_come_in_a_fixed_order():
    names = ("output_audio_price", "input_audio_price", "reasoning_price")
    found = notes(tiers=[tier(input="1")], **{name: Decimal(1) for name in names})
    words = ["reasoning", "audio input", "audio output", "For prompts over 200K"]
    assert [word in note for word, note in zip(words, found, strict=True)] == [True] * 4


def test_a_tier_lists_components_in_the_order_of_the_table_and_ignores_unknown_ones():
    note = tier_note("Acme", tier(cache_read="0.1", video="9", input="2"))
    assert note.endswith("prices: input $2.00, cache read $0.100.")


def test_each_tier_has_a_sentence():
    tiers = [tier(input="2"), {"above": 1_000_000, "prices": {"input": "4"}}]
    assert ["1M" in note for note in notes(tiers=tiers)] == [False, True]


def test_chinese_has_chinese_separators():
    with translation.override("zh-hant"):
        note = tier_note("Acme", tier(input="2", output="3"))
    assert "、" in note
    assert ", " not in note


def test_the_price_of_a_mode_has_a_sentence_and_its_limit():
    extra = {"experimental": {"modes": {"fast": {"cost": {"input": 30, "output": "37.5"}}}}}
    assert notes(extra=extra) == ["Price in fast mode: input $30.00, output $37.50."]
    limited = notes(extra=extra, tiers=[tier(input="9")])[-1]
    assert limited.endswith("output $37.50; not reported for prompts over 200K tokens.")
    extra["experimental"]["modes"] = {"turbo": extra["experimental"]["modes"]["fast"]}
    assert notes(extra=extra)[0].startswith("Price in turbo: ")
