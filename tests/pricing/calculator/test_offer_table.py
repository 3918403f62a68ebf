import pytest
from django.utils import timezone

from catalog.http import newest_data_version
from catalog.listing.bitset import BitSet
from catalog.listing.facets import YES
from catalog.listing.index import load_model_index
from catalog.version_cache import clear_version_caches
from pricing.calculator import offer_table as module
from pricing.calculator.offer_table import offer_table
from pricing.eligibility import ABILITIES, BIT
from tests.factories import make_model, make_offering, make_version

pytestmark = pytest.mark.django_db


def load_market():
    return module.load_offer_table(load_model_index())


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


def test_who_says_yes_to_a_filter_is_able():
    told = {"input_price": "1", "output_price": "2", "cache_read_price": "0.1"}
    tools = {"tool_calling": True, "structured_output": True, "reasoning": True}
    kinds = ["text", "image", "audio", "pdf"]
    model = make_model("meta/llama", open_weights=True)
    make_offering(model, "groq", input_modalities=kinds, **told, **tools)
    make_offering(model, "nvidia", "other")
    market = load_market()
    for name in ABILITIES:
        if name != "audio-output":
            able = market.sets.values[name].get(YES, BitSet())
            said = [bool(market.profile(one).can & BIT[name]) for one in market.channels]
            assert [place in able for place in range(len(said))] == said, name
            assert any(said)


def test_a_channel_is_narrowed_by_what_it_says_itself():
    model = make_model("meta/llama", context=128_000, released="2025-05", family="llama")
    make_offering(model, "groq", context=8000, input_price="1", output_price="2", status="beta")
    make_offering(model, "nvidia", "other")
    market = load_market()
    assert {key: sets for key, sets in market.sets.values.items() if len(sets) > 1} == {
        "provider": {"groq": BitSet(0b01), "nvidia": BitSet(0b10)},
        "price": {"priced": BitSet(0b01), "unknown": BitSet(0b10)},
        "status": {"beta": BitSet(0b01), "current": BitSet(0b10)},
        "long-context": {"no": BitSet(0b01), "silent": BitSet(0b10)},
    }
    assert market.sets.values["family"] == {"llama": BitSet(0b11)}
    assert market.sets.ranges["context"].between(1, 9000) == BitSet(0b01)
    assert market.sets.released.between("2025", None) == BitSet(0b11)


def test_words_find_the_channels_of_the_models_that_they_find():
    make_offering(make_model("meta/llama"), "nvidia")
    make_offering(make_model("openai/gpt-5"), "openai")
    make_offering(make_model("openai/gpt-5-mini"), "azure")
    market = load_market()
    found = market.sets.search("gpt")
    assert sorted(market.channels[place].provider for place in found) == ["azure", "openai"]


def test_what_came_after_the_shelf_was_read_waits_for_the_next_one():
    index = load_model_index()
    make_offering(make_model(), input_price="1", output_price="2")
    assert module.load_offer_table(index).channels == ()


def test_a_market_is_kept_for_one_version(django_assert_num_queries):
    make_version()
    data = newest_data_version(timezone.now())
    first = offer_table(data)
    with django_assert_num_queries(0):
        assert offer_table(data) is first
    make_offering(make_model(), input_price="1", output_price="2")
    make_version()
    assert len(offer_table(newest_data_version(timezone.now())).channels) == 1
    clear_version_caches()
    assert len(offer_table(data).channels) == 1


def test_without_a_version_nothing_is_kept():
    assert offer_table(None).channels == ()
    make_offering(make_model(), input_price="1", output_price="2")
    assert len(offer_table(None).channels) == 1
