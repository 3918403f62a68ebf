"""Changes in words: descriptions, full texts, percentages and tones."""

from decimal import Decimal

import pytest
from django.utils import translation

from catalog.models import Offering, Provider
from changelog.models import Change
from changelog.wording import describe, full_text, joined_text, percent_change, value_text

ZERO = {"input": "0", "output": "0"}


@pytest.mark.parametrize(
    "change, text",
    [
        (
            Change(kind="price", field="reasoning", old=None, new="3"),
            "reasoning price not reported → $3.00",
        ),
        (
            Change(kind="price", field="input", tier=200_000, old="1", new="2"),
            "input price (prompts over 200K tokens) $1.00 → $2.00",
        ),
        (
            Change(kind="price", field="fast:cache_read", old="1", new="2"),
            "cache read price in fast mode $1.00 → $2.00",
        ),
        (
            Change(kind="price", field="turbo:reasoning", old="1", new=None),
            "reasoning price in turbo $1.00 → not reported",
        ),
        (
            Change(kind="limit", field="context", old=128_000, new=200_000),
            "context window 128K → 200K",
        ),
        (
            Change(kind="limit", field="context", old=16_000, new=16_384),
            "context window 16,000 → 16,384",
        ),
        (
            Change(kind="limit", field="context", old=None, new=1000),
            "context window not reported → 1K",
        ),
        (Change(kind="capability", field="reasoning", old=False, new=True), "reasoning no → yes"),
        (
            Change(kind="first-report", field="reasoning", new=False),
            "now reports reasoning: no",
        ),
        (
            Change(kind="silence", field="reasoning", old=True),
            "no longer reports reasoning (was yes)",
        ),
        (
            Change(kind="modality", field="input_modalities", old=["text"], new=["text", "pdf"]),
            "input modalities text → text, PDF",
        ),
        (Change(kind="withdrawal"), "provider withdrawn"),
        (Change(kind="withdrawal", offering_id=1), "withdrawn"),
        (Change(kind="arrival"), "new provider"),
        (Change(kind="arrival", offering_id=1), "added"),
        (Change(kind="arrival", offering_id=1, new={"input": "2"}), "added"),
        (
            Change(kind="return", offering_id=1, new={"input": "2", "output": "8"}),
            "returned at $2.00 in, $8.00 out",
        ),
        (
            Change(kind="arrival", offering=Offering(pk=1, provider_model_id="m"), new=ZERO),
            "added, no token price published",
        ),
        (
            Change(kind="arrival", offering=Offering(pk=1, provider_model_id="m:free"), new=ZERO),
            "added at $0.000 in, $0.000 out",
        ),
        (Change(kind="rename", field="name", old="a", new="b"), "renamed from “a” to “b”"),
        (
            Change(kind="regrouping", field="model", old="a/b", new="a/c"),
            "moved to a/c (was a/b)",
        ),
        (
            Change(kind="regrouping", old="a/b", new="a/c", reason=["rule", "links", "remembered"]),
            "moved to a/c (was a/b). Reason: models.dev links of the same name, Evidence from an "
            "earlier day",
        ),
        (
            Change(kind="detail", field="new_field", old=None, new={"a": 1}),
            "new_field not reported → {'a': 1}",
        ),
    ],
)
def test_describes_each_kind(change, text):
    assert describe(change) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "not reported"), (True, "yes"), ("beta", "beta"), (["text"], "text"), ([1], "[1]")],
)
def test_values_of_any_field(value, text):
    assert value_text(value) == text


def test_values_from_upstream_are_cut():
    assert len(value_text("x" * 5000)) == 200


def fall(**fields) -> Change:
    half = {"old": "2", "new": "1", "percent": Decimal(-50), "direction": "down"}
    offering = Offering(name="GPT 5")
    provider = Provider(name="Acme")
    change = Change(kind="price", field="input", **(half | fields))
    change.provider, change.offering = provider, offering
    return change


def test_full_text_names_model_provider_and_percentage():
    assert full_text(fall()) == "GPT 5 on Acme: input price $2.00 → $1.00 (▼ 50%)"


def test_full_text_without_a_percentage():
    assert full_text(fall(percent=None)) == "GPT 5 on Acme: input price $2.00 → $1.00"


def test_full_text_of_a_provider_itself():
    change = Change(kind="arrival", provider=Provider(name="Acme"))
    assert full_text(change) == "Acme: new provider"


@pytest.mark.parametrize(
    ("kind", "direction", "text", "tone"),
    [
        ("price", "down", "▼ 50%", "good"),
        ("price", "up", "▲ 50%", "bad"),
        ("limit", "down", "▼ 50%", "bad"),
        ("limit", "up", "▲ 50%", "good"),
        ("limit", "", "▼ 50%", "muted"),
    ],
)
def test_percentages_have_an_arrow_and_a_tone(kind, direction, text, tone):
    change = percent_change(Change(kind=kind, direction=direction, percent=Decimal(50)))
    assert (change.text, change.tone) == (text, tone)
    assert change.direction == ("up" if direction == "up" else "down")


def test_no_percentage_without_an_old_value():
    assert percent_change(Change(kind="price", old=None, new="1")) is None


@pytest.mark.parametrize(("language", "text"), [("en", "a, b"), ("zh-hant", "a\uff0cb")])
def test_clauses_are_joined_as_the_language_joins_them(language, text):
    with translation.override(language):
        assert joined_text(["a", "b"]) == text
