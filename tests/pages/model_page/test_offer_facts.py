"""What a region costs, in words, and where and by whom offers of a model are sold."""

from decimal import Decimal

import pytest

from catalog.domain.surcharges import Surcharge
from pages.model_page.offer_facts import facts_of, surcharge_texts
from pricing.region_surcharges import surcharge_text
from tests.factories import make_model, make_offering


@pytest.mark.parametrize(
    ("input_change", "output_change", "text"),
    [
        ("10", "10", "+10% over this provider’s offer without a region."),
        ("2.5", "2.5", "+2.5% over this provider’s offer without a region."),
        (
            "20",
            "-4",
            "Input +20%, output −4% compared with this provider’s offer without a region.",
        ),
        ("-5", "-5", "Input −5%, output −5% compared with this provider’s offer without a region."),
        ("0", "8", "Input 0%, output +8% compared with this provider’s offer without a region."),
        ("230", "230", "+230% over this provider’s offer without a region."),
    ],
)
def test_words_of_a_surcharge(input_change, output_change, text):
    assert surcharge_text(Surcharge(Decimal(input_change), Decimal(output_change))) == text


@pytest.mark.django_db
def test_doubtful_and_withdrawn_offers_have_no_surcharge():
    model = make_model("a/opus")
    price = {"input_price": "5", "output_price": "25"}
    dear = {"input_price": "6", "output_price": "30"}
    offers = [
        make_offering(model, "bedrock", "anthropic.opus", **price),
        make_offering(model, "bedrock", "eu.anthropic.opus", **dear),
        make_offering(model, "bedrock", "jp.anthropic.opus", price_doubt="high", **dear),
    ]
    facts = facts_of(offers, model)
    assert list(surcharge_texts(offers, facts)) == [offers[1].pk]
    assert facts[offers[0].pk].region == ""
    assert facts[offers[2].pk].region == "jp"


@pytest.mark.django_db
def test_the_makers_own_offer_is_told_by_its_provider():
    model = make_model("a/opus")
    own, other = make_offering(model, "own"), make_offering(model, "other")
    own.provider.maker = model.maker
    facts = facts_of([own, other], model)
    assert facts[own.pk].seller_value == "maker"
    assert facts[other.pk].seller_value == "silent"
