"""The columns of a comparison: models, and the offer whose prices are shown."""

import pytest

from pages.compare.columns import compare_query, compared_columns
from tests.factories import DAY, make_model, make_offering, recommend

pytestmark = pytest.mark.django_db
PATH = "meta/llama"


def price(usd):
    return {"input_price": usd, "output_price": usd}


def columns(providers=None, paths=(PATH,)):
    return compared_columns(paths, providers or {})


@pytest.fixture
def llama():
    model = make_model(PATH)
    make_offering(model, "groq", "fast", **price("2"))
    make_offering(model, "groq", "slow", **price("1"))
    recommend(make_offering(model, "azure", **price("3")))
    return model


def test_columns_are_in_the_order_of_ids_and_unknown_ones_left_out():
    for path in ("xai/grok", PATH):
        make_model(path)
    paths = [column.model.path for column in columns(paths=["xai/grok", "no/body", PATH])]
    assert paths == [PATH, "xai/grok"]


@pytest.mark.parametrize("models", [1, 6])
def test_takes_two_queries(django_assert_num_queries, models):
    paths = [f"meta/m{number}" for number in range(models)]
    for path in paths:
        make_offering(make_model(path), "groq")
    with django_assert_num_queries(2):
        assert len(columns(paths=paths)) == models


@pytest.mark.usefixtures("llama")
@pytest.mark.parametrize(
    "provider, offer, chosen",
    [
        ("groq", ("groq", "slow"), True),
        ("azure", ("azure", PATH), True),
        ("nobody", ("azure", PATH), False),
        ("", ("azure", PATH), False),
    ],
)
def test_shows_the_cheapest_offer_of_the_chosen_provider(provider, offer, chosen):
    (column,) = columns({PATH: provider})
    shown = column.offering
    assert (shown.provider.key, shown.provider_model_id) == offer
    assert column.chosen is chosen


@pytest.mark.usefixtures("llama")
def test_the_select_has_one_offer_per_provider_beside_the_recommended_one():
    (column,) = columns()
    assert [o.provider.key for o in column.offerings] == ["groq", "azure"]
    assert [value for value, _one, _region in column.other_choices] == ["groq"]


def test_without_a_recommended_offer_the_representative_or_else_the_cheapest_is_shown():
    model = make_model(PATH)
    make_offering(model, "groq", **price("1"))
    assert columns()[0].offering.provider.key == "groq"
    model.representative = make_offering(model, "azure")
    model.save()
    assert columns()[0].offering.provider.key == "azure"


def test_a_model_without_offers_has_none_to_show():
    make_model(PATH)
    assert columns({PATH: "groq"})[0].offering is None


@pytest.mark.parametrize("model_gone, shown", [(None, ["azure"]), (DAY, ["groq", "azure"])])
def test_former_offers_are_compared_of_a_withdrawn_model_only(model_gone, shown):
    model = make_model(PATH, withdrawn_on=model_gone)
    make_offering(model, "groq", withdrawn_on=DAY, **price("1"))
    make_offering(model, "azure", **price("2"))
    assert [o.provider.key for o in columns()[0].offerings] == shown


def test_removing_a_model_compares_the_others():
    for path in (PATH, "xai/grok"):
        make_model(path)
    links = [column.remove_url for column in columns(paths=[PATH, "xai/grok"])]
    assert links == ["/compare/xai/grok/", "/compare/meta/llama/"]
    assert columns()[0].remove_url == "/compare/"


@pytest.mark.usefixtures("llama")
@pytest.mark.parametrize(
    "provider, view, query",
    [
        ("", {"only_differences": False, "days": None}, ""),
        ("groq", {"only_differences": False, "days": None}, "?meta/llama=groq"),
        ("nobody", {"only_differences": True, "days": 90}, "?only=differences&days=90"),
    ],
)
def test_the_query_string_is_the_shortest(provider, view, query):
    assert compare_query(columns({PATH: provider}), **view) == query


@pytest.fixture
def opus():
    """At Bedrock without a region, and in the EU for 10% more."""
    model = make_model("anthropic/opus")
    recommend(make_offering(model, "anthropic", "opus", **price("5")))
    make_offering(model, "amazon-bedrock", "anthropic.opus", **price("5"))
    make_offering(model, "amazon-bedrock", "eu.anthropic.opus", **price("5.5"))
    return model


@pytest.mark.usefixtures("opus")
def test_a_region_of_a_provider_can_be_chosen_and_has_its_surcharge():
    path = "anthropic/opus"
    (column,) = columns({path: "amazon-bedrock@eu"}, [path])
    assert (column.offering.provider_model_id, column.chosen) == ("eu.anthropic.opus", True)
    assert (column.region, column.value) == ("EU", "amazon-bedrock@eu")
    assert column.surcharge == "+10% over this provider’s offer without a region."
    assert [(value, region) for value, _one, region in column.other_choices] == [
        ("amazon-bedrock", ""),
        ("amazon-bedrock@eu", "EU"),
    ]
    assert compare_query([column], only_differences=False, days=None) == (
        "?anthropic/opus=amazon-bedrock@eu"
    )
    (plain,) = columns({path: "amazon-bedrock"}, [path])
    assert (plain.region, plain.surcharge, plain.value) == ("", "", "amazon-bedrock")


@pytest.mark.usefixtures("opus")
@pytest.mark.parametrize("value", ["amazon-bedrock@us", "amazon-bedrock@", "anthropic@eu", "@eu"])
def test_a_region_that_a_provider_has_not_shows_the_recommended_offer(value):
    (column,) = columns({"anthropic/opus": value}, ["anthropic/opus"])
    assert (column.offering.provider.key, column.chosen) == ("anthropic", False)
