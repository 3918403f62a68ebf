import pytest

from pricing.usage_log.match import load_directory
from tests.factories import make_model, make_offering, recommend

pytestmark = pytest.mark.django_db
PRICED = {"input_price": "1", "output_price": "2"}


@pytest.fixture
def gpt():
    """A model at two providers; the maker's own offer is recommended."""
    model = make_model("openai/gpt-5", official=True)
    azure = make_offering(model, "azure", "gpt-5-eu", **PRICED)
    own = make_offering(model, "openai", "gpt-5", **PRICED)
    recommend(own)
    return {"azure": azure.pk, "openai": own.pk}


def find(name, provider="", mapped=None):
    offer = load_directory().find(name, provider, mapped or {})
    return offer and offer.offering


def test_it_works(gpt):
    offer = load_directory().find("gpt-5", "openai", {})
    assert (offer.offering, offer.provider, offer.model) == (
        *(gpt["openai"], "openai", "openai/gpt-5"),
    )


@pytest.mark.parametrize(
    "name",
    [
        *("gpt-5", "GPT-5", "openai/gpt-5", "gpt-5-2025-08-07", "gpt-5-20250807", "x/gpt-5"),
        "openai%2Fgpt-5",
    ],
)
def test_a_name_stands_for_the_recommended_offer(gpt, name):
    assert find(name) == find(name, "groq") == gpt["openai"]


def test_prefers_the_offer_of_the_provider_in_the_log(gpt):
    assert find("gpt-5-eu", "azure") == gpt["azure"]
    assert find("gpt-5-eu") == gpt["openai"]


def test_an_offer_of_the_named_provider_counts_even_without_a_price(gpt):
    model = make_model("meta/llama")
    own = make_offering(model, "nvidia", "llama", input_price="0", output_price="0")
    recommend(make_offering(model, "groq", "llama-x", **PRICED))
    assert find("llama", "nvidia") == own.pk


def test_a_mapped_name_outranks_everything(gpt):
    llama = make_model("meta/llama", **PRICED)
    assert find("gpt-5", "openai", {"gpt-5": "meta/llama"}) == llama.recommended_id
    assert find("gpt-5", "openai", {"gpt-5": "no/such"}) is None


def test_a_live_offer_outranks_a_withdrawn_one():
    model = make_model("meta/llama")
    make_offering(model, "a-provider", "old", withdrawn_on="2026-01-01", **PRICED)
    live = make_offering(model, "z-provider", "new", **PRICED)
    assert find("meta/llama") == live.pk


def test_a_withdrawn_model_is_still_found():
    model = make_model("meta/llama")
    offer = make_offering(model, "groq", "old", withdrawn_on="2026-01-01", **PRICED)
    assert find("old") == offer.pk


def test_of_models_with_one_slug_the_official_one_counts():
    make_model("clone/llama", official=False, **PRICED)
    official = make_model("meta/llama", official=True, **PRICED)
    assert find("llama") == official.recommended_id


def test_an_unknown_name_has_no_offer(gpt):
    assert find("who?") is None
    assert find("") is None


def test_suggests_models_with_a_similar_slug(gpt):
    make_model("meta/llama")
    directory = load_directory()
    assert directory.suggestions("gtp-5") == ["openai/gpt-5"]
    assert directory.suggestions("Other/GTP-5-2025-08-07") == ["openai/gpt-5"]
    assert directory.suggestions("zzzz") == []


def test_suggestions_are_few_and_the_most_similar_come_first():
    for number in range(9):
        make_model(f"meta/llama-{number}")
    suggestions = load_directory().suggestions("lama-7")
    assert (len(suggestions), suggestions[0]) == (5, "meta/llama-7")


def test_a_long_name_is_compared_by_its_beginning():
    make_model("meta/" + "a" * 60)
    assert load_directory().suggestions("a" * 100_000) == ["meta/" + "a" * 60]


def test_loads_by_three_queries(gpt, django_assert_num_queries):
    with django_assert_num_queries(3):
        load_directory().find("gpt-5", "openai", {})
