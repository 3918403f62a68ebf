import pytest
from django.utils import timezone

from catalog.http import newest_data
from pricing.fit import BIT
from pricing.market import forget_market, load_market, market_of
from tests.factories import make_model, make_offering, make_version

pytestmark = pytest.mark.django_db


def abilities(sum_):
    return {name for name, bit in BIT.items() if sum_ & bit}


def test_it_works():
    model = make_model("meta/llama", open_weights=True)
    make_offering(
        model,
        "groq",
        "llama@1",
        input_price="1",
        output_price="2",
        context=8192,
        tool_calling=True,
        reasoning=False,
        input_modalities=["text", "image"],
        output_modalities=["text"],
    )
    market = load_market()
    (channel,) = market.channels
    profile = market.profile(channel)
    assert (channel.provider, channel.provider_model_id, channel.model) == (
        *("groq", "llama@1", "meta/llama"),
    )
    assert (profile.context, profile.max_output, profile.priced) == (8192, None, True)
    assert abilities(profile.can) == {
        *("tool-calling", "vision", "open-weights", "text", "text-output"),
    }
    assert abilities(profile.cannot) == {"reasoning", "audio", "pdf", "audio-output"}
    assert market.tariff(channel).prices.output == 2


def test_silence_is_neither_yes_nor_no():
    make_offering(make_model(), input_price="1", output_price="2")
    market = load_market()
    profile = market.profile(market.channels[0])
    assert abilities(profile.can) == {"text", "text-output"}
    assert profile.cannot == 0


def test_who_charges_nothing_for_output_writes_no_answers():
    make_offering(make_model(), input_price="1", output_price="0")
    market = load_market()
    assert abilities(market.profile(market.channels[0]).cannot) == {"text-output"}


@pytest.mark.parametrize(
    ("stated", "state"),
    [
        ({"input_price": "0", "output_price": "0"}, "unknown"),
        ({"input_price": "0", "output_price": "0", "provider_model_id": "x:free"}, "free"),
        ({"provider": "zai-coding-plan", "input_price": "0", "output_price": "0"}, "plan"),
    ],
)
def test_only_a_published_price_has_a_tariff(stated, state):
    make_offering(make_model(), **stated)
    market = load_market()
    assert (market.tariffs.all, market.channels[0].tariff) == ((), -1)
    assert market.profile(market.channels[0]).state == state


def test_equal_prices_share_a_tariff_and_tiers_tell_them_apart():
    model = make_model()
    tier = [{"above": 100, "prices": {"input": "3"}}]
    for provider, tiers in (("a", []), ("b", []), ("c", tier)):
        make_offering(model, provider, input_price="1", output_price="2", tiers=tiers)
    market = load_market()
    assert [channel.tariff for channel in market.channels] == [0, 0, 1]


def test_what_is_withdrawn_is_not_on_the_market():
    make_offering(make_model(), input_price="1", output_price="2", withdrawn_on="2026-01-01")
    assert load_market().channels == ()


def test_a_market_is_kept_for_one_version(django_assert_num_queries):
    make_version()
    data = newest_data(timezone.now())
    first = market_of(data)
    with django_assert_num_queries(0):
        assert market_of(data) is first
    make_offering(make_model(), input_price="1", output_price="2")
    make_version()
    assert len(market_of(newest_data(timezone.now())).channels) == 1
    forget_market()
    assert len(market_of(data).channels) == 1


def test_without_a_version_nothing_is_kept():
    assert market_of(None).channels == ()
    make_offering(make_model(), input_price="1", output_price="2")
    assert len(market_of(None).channels) == 1
