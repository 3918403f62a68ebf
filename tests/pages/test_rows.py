"""The rows of tables with prices."""

import pytest

from pages.templatetags.rows import channel_rows
from tests.factories import make_model, make_offering, make_provider

pytestmark = pytest.mark.django_db


def test_a_channel_shows_its_prices_in_line():
    row = channel_rows([make_offering(make_model(), input_price="0.0036", output_price="15")], None)
    assert 'class="num " data-label="Input">$0.0036<' in row
    assert 'class="num p2" data-label="Output">$15.00<' in row


@pytest.mark.parametrize(
    "provider, own_id, state, shown",
    [
        ("inference", "x:free", "free", "$0.000"),
        ("x-coding-plan", "x", "plan", "Billed by subscription"),
        ("inference", "x", "unknown price", "No price per token is published"),
    ],
)
def test_a_channel_without_a_price_says_how_it_is_paid(provider, own_id, state, shown):
    zero = {"input_price": "0", "output_price": "0", "cache_read_price": "0"}
    row = channel_rows([make_offering(make_model(), provider, own_id, **zero)], None)
    assert f">{state}</span>" in row
    assert shown in row
    assert ("$0.000" in row) is (state == "free")


def test_the_recommended_channel_is_named():
    offering = make_offering(make_model(), input_price="1", output_price="1")
    assert "recommended" in channel_rows([offering], offering.pk)
    assert "recommended" not in channel_rows([offering], None)


def test_a_status_unknown_to_us_is_shown_as_it_came():
    row = channel_rows([make_offering(make_model(), status="sunset")], None)
    assert "sunset" in row


def test_a_tier_is_spelled_out():
    tiers = [{"above": 200_000, "prices": {"input": "10", "output": "37.5", "cache_read": "1"}}]
    row = channel_rows([make_offering(make_model(), tiers=tiers)], None)
    assert "Once a prompt exceeds 200K tokens, Inference bills the whole request at:" in row
    assert "input $10.00, output $37.50, cache read $1.00." in row


def test_reasoning_and_audio_have_their_sentences():
    prices = {"reasoning_price": "3", "input_audio_price": "4", "output_audio_price": "5"}
    row = channel_rows([make_offering(make_model(), **prices)], None)
    for sentence in (
        "bills reasoning at $3.00.",
        "audio input at $4.00.",
        "audio output at $5.00.",
    ):
        assert sentence in row


EVIL = "<script>alert(1)</script>"


def test_what_comes_from_upstream_is_escaped():
    model = make_model(name=EVIL)
    provider = make_provider("evil", name=EVIL, doc_url=f'https://x/"{EVIL}')
    offering = make_offering(model, provider.key, EVIL, status=EVIL, released='"><b>')
    rows = channel_rows([offering], None)
    assert "<script" not in rows
    assert "<b>" not in rows


def test_documentation_is_linked_only_where_a_browser_may_go():
    provider = make_provider("bad", doc_url="javascript:alert(1)")
    row = channel_rows([make_offering(make_model(), provider.key)], None)
    assert "javascript" not in row
