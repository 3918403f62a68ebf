"""The rows of live models in memory: what is loaded, by how many queries, and what is derived."""

from decimal import Decimal

import pytest

from catalog.listing.index import Trend, load_model_index, search_document
from catalog.models import CanonicalModel, Provider
from changelog.models import Trend as StoredTrend
from scoring.models import Score
from tests.catalog.listing.factories import make_row
from tests.factories import (
    DAY,
    make_model,
    make_offering,
    make_provider,
    make_snapshot,
    recommend,
)

pytestmark = pytest.mark.django_db


def test_takes_five_queries_however_many_models(django_assert_num_queries):
    for number in range(3):
        make_offering(make_model(f"meta/llama-{number}"), f"p{number}")
    with django_assert_num_queries(5):
        assert len(load_model_index().rows) == 3


def test_orders_rows_by_canonical_id_and_leaves_out_withdrawn_ones():
    make_model("xai/grok")
    make_model("meta/llama")
    make_model("meta/gone", withdrawn_on=DAY)
    index = load_model_index()
    assert list(index.places) == ["meta/llama", "xai/grok"]
    assert index.maker_names == {"meta": "Meta", "xai": "Xai"}


def test_collects_scores_by_rubric():
    model = make_model()
    for rubric, points in (("coding", 40), ("agents", 70)):
        Score.objects.create(model=model, rubric=rubric, points=points, upper=100)
    assert load_model_index().rows[0].scores == {"agents": 70, "coding": 40}


def test_rows_with_equal_facts_share_their_sets_and_dicts():
    for name in ("one", "two"):
        model = make_model(f"a/{name}", input_modalities=["text", "image"], tool_calling=True)
        make_offering(model, "groq", name)
        Score.objects.create(model=model, rubric="coding", points=40, upper=100)
    one, two = load_model_index().rows
    for field in (
        "input_modalities",
        "capabilities",
        "scores",
        "provider_keys",
        "price_states",
        "regions",
        "sellers",
    ):
        assert getattr(one, field) is getattr(two, field)
    with pytest.raises(TypeError):
        one.scores["coding"] = 0


def test_names_live_providers_only():
    make_provider("groq", name="Groq")
    make_provider("gone", withdrawn_on=DAY)
    assert load_model_index().provider_names == {"groq": "Groq"}


def test_regions_and_sellers_are_those_of_any_offer():
    model = make_model("anthropic/opus")
    make_offering(model, "amazon-bedrock", "eu.anthropic.opus")
    make_offering(model, "amazon-bedrock", "anthropic.opus")
    make_offering(model, "requesty", "opus")
    make_offering(model, "club", "opus", price_state="plan")
    (row,) = load_model_index().rows
    assert row.regions == {"eu", "silent"}
    assert row.sellers == {"silent", "gateway", "plan"}  # this Bedrock has no npm package
    Provider.objects.filter(key="amazon-bedrock").update(npm="@ai-sdk/amazon-bedrock")
    Provider.objects.filter(key="requesty").update(maker=model.maker)
    (row,) = load_model_index().rows
    assert row.sellers == {"cloud", "maker", "plan"}


def test_leaves_out_withdrawn_offers():
    model = make_model()
    make_offering(model, "groq", "a")
    make_offering(model, "gone", "b", withdrawn_on=DAY)
    (row,) = load_model_index().rows
    assert (row.provider_keys, row.provider_model_ids) == ({"groq"}, ("a",))


def test_versions_of_a_model_are_one_row_found_by_all_of_them():
    model = make_model("a/opus", name="Opus", context=200_000)
    recommend(make_offering(model, "maker", "opus", input_price="1", output_price="1"))
    old = make_snapshot(model, context=8_000)
    recommend(make_offering(old, "host", "opus@v1", input_price="9", output_price="9"))
    make_offering(old, "club", "opus-old", price_state="plan")
    index = load_model_index()
    (row,) = index.rows
    assert (row.versions, row.context, row.blended, row.offering_count) == (2, 200_000, 1, 1)
    assert row.provider_keys == {"maker", "host", "club"}
    assert row.price_states == {"priced", "plan"}
    assert index.places == {"a/opus": 0, "a/opus-20250805": 0}
    for words in ("opus@v1", "opus-20250805", "a/opus-20250805", "opus"):
        assert index.search_index.search(words).places == [0]


def test_names_an_id_of_several_providers_once():
    model = make_model()
    for provider, own_id in (("a", "y"), ("b", "x"), ("c", "y")):
        make_offering(model, provider, own_id)
    assert load_model_index().rows[0].provider_model_ids == ("y", "x")


@pytest.mark.parametrize(
    "states, expected",
    [
        (["unknown"], {"unknown"}),
        (["priced", "unknown"], {"priced"}),
        (["free", "unknown"], {"free", "unknown"}),
        ([], set()),
    ],
)
def test_an_unknown_price_counts_unless_another_offer_is_priced(states, expected):
    model = make_model()
    for state in states:
        make_offering(model, state, price_state=state)
    assert load_model_index().rows[0].price_states == expected


@pytest.mark.parametrize(
    "recommended, representative, status",
    [("beta", "alpha", "beta"), ("", "alpha", "alpha"), (None, "alpha", "alpha"), (None, None, "")],
)
def test_takes_the_status_of_the_recommended_offer_first(recommended, representative, status):
    model = make_model()
    if recommended is not None:
        model.recommended = make_offering(model, "one", status=recommended)
    if representative is not None:
        model.representative = make_offering(model, "two", status=representative)
    model.save()
    assert load_model_index().rows[0].status == status


@pytest.mark.parametrize(
    "context, long", [(None, None), (99_999, False), (100_000, True), (0, False)]
)
def test_a_number_is_a_capability_from_its_least_value(context, long):
    make_model(context=context)
    assert load_model_index().rows[0].capabilities["long-context"] is long


@pytest.mark.parametrize("flag", [True, False, None])
def test_keeps_all_three_states_of_a_flag(flag):
    make_model(vision=flag)
    assert load_model_index().rows[0].capabilities["vision"] is flag


def test_reads_the_trend_and_the_prices():
    model = make_model()
    recommend(make_offering(model, input_price="1", output_price="5"))
    StoredTrend.objects.create(model=model, path="M0 2H9", before=4, now=2, percent=-50)
    (row,) = load_model_index().rows
    assert (row.input, row.output, row.blended) == (1, 5, model.blended_price)
    assert row.trend == Trend("M0 2H9", Decimal(4), Decimal(2), Decimal(-50), False)


def test_an_empty_catalogue_has_no_rows():
    assert not CanonicalModel.objects.exists()
    assert load_model_index().rows == ()


@pytest.mark.parametrize(
    "blended, trend, change",
    [
        (None, None, None),
        (None, Trend("M0 0", Decimal(1), Decimal(2), Decimal(100), False), None),
        (Decimal(2), None, Decimal(0)),
        (Decimal(2), Trend("M0 0", Decimal(1), Decimal(2), Decimal(100), False), Decimal(100)),
        (Decimal(2), Trend("M0 0", Decimal(0), Decimal(2), None, False), None),
    ],
)
def test_price_change(blended, trend, change):
    assert make_row(blended=blended, trend=trend).price_change == change


def test_a_row_has_the_url_of_its_model():
    row = make_row("meta/llama-3")
    assert (row.slug, row.url) == ("llama-3", "/models/meta/llama-3/")


def test_a_model_can_be_searched_by_ids_maker_family_and_aliases():
    row = make_row("zhipuai/glm-5", family="glm", provider_model_ids=("z-ai/glm-5",))
    names = search_document(row).names
    assert {"zhipuai/glm-5", "glm-5", "Zhipuai", "glm", "z-ai/glm-5", "zai-org"} <= set(names)


def test_an_official_model_outweighs_a_derivative_of_any_number_of_providers():
    official = search_document(make_row(provider_count=1))
    derivative = search_document(make_row(official=False, provider_count=400))
    assert official.weight > derivative.weight
