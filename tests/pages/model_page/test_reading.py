"""What a model's page reads: the model by its address, and its offers."""

import pytest

from pages.model_page.reading import find_model, read_offerings
from tests.factories import DAY, make_model, make_offering, recommend

pytestmark = pytest.mark.django_db


def test_finds_a_model_and_its_maker_in_one_query(django_assert_num_queries):
    make_model("meta/llama", withdrawn_on=DAY)
    with django_assert_num_queries(1):
        assert find_model("meta/llama").maker.slug == "meta"


def test_another_version_comes_with_the_current_one_in_a_second_query(django_assert_num_queries):
    current = make_model("meta/llama")
    make_model("meta/llama-0614", version_of=current, version_kind="snapshot")
    with django_assert_num_queries(2):
        assert find_model("meta/llama-0614").version_of.maker.slug == "meta"


@pytest.mark.parametrize("path", ["meta/other", "meta", "", "META/LLAMA"])
def test_finds_no_model_at_another_address(path):
    make_model("meta/llama")
    assert find_model(path) is None


def test_offers_are_by_price_with_unpriced_and_withdrawn_ones():
    model = make_model()
    for provider, usd in (("dear", "2"), ("cheap", "1")):
        make_offering(model, provider, input_price=usd, output_price=usd)
    make_offering(model, "b-unpriced", withdrawn_on=DAY)
    make_offering(model, "a-unpriced")
    keys = [offering.provider.key for offering in read_offerings(model)]
    assert keys == ["cheap", "dear", "a-unpriced", "b-unpriced"]


def test_the_recommended_offer_is_one_of_the_list(django_assert_num_queries):
    model = make_model()
    recommend(make_offering(model, "groq", input_price="1", output_price="1"))
    model = find_model(model.path)
    with django_assert_num_queries(1):
        (offering,) = read_offerings(model)
        assert model.recommended is offering
        assert model.representative is offering
        assert offering.provider.key == "groq"


def test_offers_of_other_models_are_not_read():
    make_offering(make_model("meta/other"), "groq")
    assert read_offerings(make_model("meta/llama")) == []
