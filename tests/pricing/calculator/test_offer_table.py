import pytest
from django.utils import timezone

from catalog.http import newest_data_version
from catalog.listing.bitset import BitSet
from catalog.listing.facets import YES
from catalog.listing.index import load_model_index
from catalog.version_cache import clear_version_caches
from pricing.calculator import offer_table as module
from pricing.calculator.offer_table import offer_table
from pricing.eligibility import BITS, CAPABILITY_KEYS
from tests.factories import make_model, make_offering, make_version

pytestmark = pytest.mark.django_db


def load_table():
    return module.load_offer_table(load_model_index())


def names(bits):
    return {name for name, bit in BITS.items() if bits & bit}


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
    table = load_table()
    (offer,) = table.offers
    profile = table.profile(offer)
    assert (offer.provider, offer.provider_model_id, offer.model) == (
        *("groq", "llama@1", "meta/llama"),
    )
    assert (profile.context, profile.max_output, profile.priced) == (8192, None, True)
    assert names(profile.supported) == {
        *("tool-calling", "vision", "open-weights", "text", "text-output"),
    }
    assert names(profile.unsupported) == {"reasoning", "audio", "pdf", "audio-output"}
    assert table.tariff(offer).prices.output == 2


def test_what_is_not_reported_is_neither_supported_nor_unsupported():
    make_offering(make_model(), input_price="1", output_price="2")
    table = load_table()
    profile = table.profile(table.offers[0])
    assert names(profile.supported) == {"text", "text-output"}
    assert profile.unsupported == 0


def test_an_output_price_of_zero_means_no_text_output():
    make_offering(make_model(), input_price="1", output_price="0")
    table = load_table()
    assert names(table.profile(table.offers[0]).unsupported) == {"text-output"}


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"input_price": "0", "output_price": "0"}, "unknown"),
        ({"input_price": "0", "output_price": "0", "provider_model_id": "x:free"}, "free"),
        ({"provider": "zai-coding-plan", "input_price": "0", "output_price": "0"}, "plan"),
    ],
)
def test_only_a_published_price_has_a_tariff(values, state):
    make_offering(make_model(), **values)
    table = load_table()
    assert (table.tariffs.all, table.offers[0].tariff) == ((), -1)
    assert table.profile(table.offers[0]).state == state


def test_equal_prices_and_tiers_share_a_tariff():
    model = make_model()
    tier = [{"above": 100, "prices": {"input": "3"}}]
    for provider, tiers in (("a", []), ("b", []), ("c", tier)):
        make_offering(model, provider, input_price="1", output_price="2", tiers=tiers)
    table = load_table()
    assert [offer.tariff for offer in table.offers] == [0, 0, 1]


def test_offers_of_a_model_that_can_do_the_same_are_alike():
    model = make_model()
    for provider, context in (("a", 8000), ("b", 8000), ("c", 4000)):
        make_offering(model, provider, context=context)
    assert load_table().alike == (0, 0, 2)


def test_leaves_out_withdrawn_offers():
    make_offering(make_model(), input_price="1", output_price="2", withdrawn_on="2026-01-01")
    assert load_table().offers == ()


def test_capabilities_of_profiles_and_of_filters_agree():
    prices = {"input_price": "1", "output_price": "2", "cache_read_price": "0.1"}
    tools = {"tool_calling": True, "structured_output": True, "reasoning": True}
    modalities = ["text", "image", "audio", "pdf"]
    model = make_model("meta/llama", open_weights=True)
    make_offering(model, "groq", input_modalities=modalities, **prices, **tools)
    make_offering(model, "nvidia", "other")
    table = load_table()
    for name in CAPABILITY_KEYS:
        if name != "audio-output":
            chosen = table.facets.values[name].get(YES, BitSet())
            supported = [bool(table.profile(one).supported & BITS[name]) for one in table.offers]
            assert [place in chosen for place in range(len(supported))] == supported, name
            assert any(supported)


def test_filters_use_the_values_of_the_offer():
    model = make_model("meta/llama", context=128_000, released="2025-05", family="llama")
    make_offering(model, "groq", context=8000, input_price="1", output_price="2", status="beta")
    make_offering(model, "nvidia", "other")
    table = load_table()
    assert {key: sets for key, sets in table.facets.values.items() if len(sets) > 1} == {
        "provider": {"groq": BitSet(0b01), "nvidia": BitSet(0b10)},
        "seller": {"cloud": BitSet(0b01), "silent": BitSet(0b10)},
        "price": {"priced": BitSet(0b01), "unknown": BitSet(0b10)},
        "status": {"beta": BitSet(0b01), "current": BitSet(0b10)},
        "long-context": {"no": BitSet(0b01), "silent": BitSet(0b10)},
    }
    assert table.facets.values["family"] == {"llama": BitSet(0b11)}
    assert table.facets.ranges["context"].between(1, 9000) == BitSet(0b01)
    assert table.facets.released.between("2025", None) == BitSet(0b11)


def test_a_text_search_finds_offers_by_model():
    make_offering(make_model("meta/llama"), "nvidia")
    make_offering(make_model("openai/gpt-5"), "openai")
    make_offering(make_model("openai/gpt-5-mini"), "azure")
    table = load_table()
    indexes = table.facets.search("gpt")
    assert sorted(table.offers[index].provider for index in indexes) == ["azure", "openai"]


def test_ignores_offers_of_models_that_are_not_in_the_index():
    index = load_model_index()
    make_offering(make_model(), input_price="1", output_price="2")
    assert module.load_offer_table(index).offers == ()


def test_caches_the_table_of_one_version(django_assert_num_queries):
    make_version()
    data = newest_data_version(timezone.now())
    first = offer_table(data)
    with django_assert_num_queries(0):
        assert offer_table(data) is first
    make_offering(make_model(), input_price="1", output_price="2")
    make_version()
    assert len(offer_table(newest_data_version(timezone.now())).offers) == 1
    clear_version_caches()
    assert len(offer_table(data).offers) == 1


def test_caches_nothing_without_a_version():
    assert offer_table(None).offers == ()
    make_offering(make_model(), input_price="1", output_price="2")
    assert len(offer_table(None).offers) == 1
