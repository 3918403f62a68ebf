"""The admin's pages of makers and models: counts, conflicts and links."""

import pytest
from django.contrib import admin

from catalog.admin.base import NOTHING
from catalog.admin.canonical_models import MOST_ROWS_SHOWN, offering_link
from catalog.models import CanonicalModel, Maker, MovedModel
from tests.factories import DAY, make_maker, make_model, make_offering, recommend

pytestmark = pytest.mark.django_db
PAGE = admin.site._registry[CanonicalModel]


def test_a_maker_counts_its_models_in_one_query(rf, django_assert_num_queries):
    for path in ("meta/a", "meta/b"):
        make_model(path)
    make_maker("xai")
    page = admin.site._registry[Maker]
    with django_assert_num_queries(1):
        links = {maker.slug: page.models(maker) for maker in page.get_queryset(rf.get("/"))}
    assert ">2</a>" in links["meta"]
    assert ">0</a>" in links["xai"]
    assert f"maker__id__exact={make_maker('meta').pk}" in links["meta"]


@pytest.mark.parametrize("field", ["recommended_link", "representative_link", "conflict_table"])
def test_nothing_is_an_empty_value(field):
    assert getattr(PAGE, field)(make_model()) == NOTHING


def test_an_offer_is_named_by_its_provider_and_its_id():
    offering = make_offering(make_model(), "groq", "llama-x")
    assert "groq llama-x</a>" in offering_link(offering)
    assert offering_link(None) == NOTHING


def test_prices_have_all_digits():
    model = make_model()
    recommend(make_offering(model, input_price="0.0000005", output_price="2"))
    model.refresh_from_db()
    assert (PAGE.input_usd(model), PAGE.output_usd(model)) == ("0.0000005", "2")
    assert PAGE.blended_usd(make_model("meta/other")) == NOTHING


def test_offers_come_cheapest_first_and_unpriced_last():
    model = make_model()
    for provider, usd in (("dear", "2"), ("cheap", "1"), ("a-unpriced", None)):
        prices = {"input_price": usd, "output_price": usd} if usd else {}
        make_offering(model, provider, **prices)
    html = PAGE.offering_table(model)
    assert html.index("cheap") < html.index("dear") < html.index("a-unpriced")


def test_a_long_table_is_cut():
    model = make_model()
    for number in range(MOST_ROWS_SHOWN + 1):
        MovedModel.objects.create(path=f"old/{number:03}", model=model, moved_on=DAY)
    html = PAGE.former_ids(model)
    assert "old/099" in html
    assert "old/100" not in html
